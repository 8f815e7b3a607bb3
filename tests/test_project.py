"""The project keeps its own promises: requirements, documents, house style, set-up script."""

import ast
import os
import re
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import srota_dictate

ROOT = Path(__file__).parents[1]
SETUP = ROOT / "packaging/linux/setup.sh"
PACKAGE_LIST = ROOT / "packaging/linux/apt-packages.txt"
SOURCES = sorted((ROOT / "srota_dictate").rglob("*.py"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
NOT_PINNED = {"flash-attn", "srota-dictate"}  # a build of one's own for each machine; and ourselves


def direct_requirements() -> dict[str, Requirement]:
    project = PYPROJECT["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    lines: list[str] = [*project["dependencies"], *extras, *PYPROJECT["dependency-groups"]["dev"]]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}


def system_packages() -> list[str]:
    lines = (line.partition("#")[0].strip() for line in PACKAGE_LIST.read_text().splitlines())
    return [line for line in lines if line and not line.startswith("[")]


def test_every_direct_requirement_has_a_tested_version_that_satisfies_it() -> None:
    lines = (line for line in (ROOT / "packaging/constraints.txt").read_text().splitlines() if not line.startswith("#"))
    pins = {canonicalize_name(Requirement(line).name): str(Requirement(line).specifier)[2:] for line in lines}
    wanted = direct_requirements()
    assert sorted(pins) == sorted(set(wanted) - NOT_PINNED)
    assert [name for name, pin in pins.items() if not wanted[name].specifier.contains(pin)] == []


def test_architecture_explains_every_dependency() -> None:
    explained = (ROOT / "docs/architecture.md").read_text().lower()
    names = [r.name.lower() for r in direct_requirements().values() if r.name != "srota-dictate"]
    names += [name for need in system_packages() for name in need.split("|")[:1]]
    assert [name for name in names if f"`{name}`" not in explained] == []


def test_system_packages_are_named_once_in_known_sections() -> None:
    sections = re.findall(r"^\[(.*)\]", PACKAGE_LIST.read_text(), re.MULTILINE)
    assert sections == ["python", "run", "test", "delivery"]
    assert len(system_packages()) == len(set(system_packages()))


def test_version_is_the_same_everywhere() -> None:
    assert PYPROJECT["project"]["version"] == srota_dictate.__version__
    assert f"## {srota_dictate.__version__}" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("path", [ROOT / ".ci/run", SETUP], ids=lambda p: p.name)
def test_scripts_can_be_executed_and_are_bash(path: Path) -> None:
    assert path.stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", path], check=True)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_file_names_its_one_job_and_stays_short(path: Path) -> None:
    text = path.read_text()
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "its first line says what it is for"
    assert docstring.splitlines()[0].endswith((".", "!", "?", ";", ":", ","))
    assert len(text.splitlines()) <= 300


def test_every_asset_the_code_names_is_shipped() -> None:
    named = {name for path in SOURCES for name in re.findall(r'\basset\("([^"{]+)"\)', path.read_text())}
    assert [name for name in sorted(named) if not (ROOT / "resources" / name).exists()] == []


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name)
def test_documents_link_to_what_exists(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


class Checkout:
    """A copy of what setup.sh needs, and a PATH on which every program it could change the system with is ours."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.bin = folder / "bin"
        self.log = folder / "log"
        (self.root / "packaging/linux").mkdir(parents=True)
        self.bin.mkdir()
        for path in (SETUP, PACKAGE_LIST):
            copy = self.root / path.relative_to(ROOT)
            copy.write_text(path.read_text())
            copy.chmod(0o755)
        (self.root / "pyproject.toml").write_text("[project]\n")
        (self.root / "packaging/constraints.txt").write_text("")
        venv_bin = self.root / ".venv/bin"
        venv_bin.mkdir(parents=True)
        self.program("python", "exit 0", venv_bin)
        self.program("apt-cache", 'case $2 in *t64) echo "  Candidate: 1.0" ;; *) echo "  Candidate: (none)" ;; esac')
        self.program("apt-get", "exit 0")
        self.program("sudo", "exit 1")
        self.installed(*(need.split("|")[0] for need in system_packages()))

    def program(self, name: str, script: str, folder: Path | None = None) -> None:
        path = (folder or self.bin) / name
        path.write_text(f'#!/bin/bash\necho "{name} $*" >>"{self.log}"\n{script}\n')
        path.chmod(0o755)

    def installed(self, *packages: str) -> None:
        self.program("dpkg-query", "\n".join(f"echo installed {name}" for name in packages))

    def setup(self, *arguments: str, root: bool) -> subprocess.CompletedProcess[str]:
        script = (self.root / SETUP.relative_to(ROOT)).read_text()
        # EUID can't be set from outside, so the question itself is answered here.
        (self.root / SETUP.relative_to(ROOT)).write_text(script.replace("((EUID != 0))", "false" if root else "true"))
        env = {"PATH": f"{self.bin}:{os.environ['PATH']}", "LC_ALL": "C"}
        command = [str(self.root / SETUP.relative_to(ROOT)), *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def calls(self, program: str) -> list[str]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if line.startswith(f"{program} ")]


def test_setup_leaves_a_complete_system_alone_and_is_idle_the_second_time(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    first = checkout.setup(root=True)
    installs = [call for call in checkout.calls("python") if "pip install" in call]
    second = checkout.setup(root=True)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert checkout.calls("apt-get") == []
    assert len(installs) == 1
    assert installs == [call for call in checkout.calls("python") if "pip install" in call]
    assert checkout.setup("run", root=True).returncode == 0
    assert len([call for call in checkout.calls("python") if "pip install" in call]) == 1, "all includes run"


def test_setup_installs_again_when_requirements_change(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.setup("run", root=True)
    (checkout.root / "packaging/constraints.txt").write_text("torch==2.13.0\n")
    checkout.setup("run", root=True)
    assert len([call for call in checkout.calls("python") if "pip install" in call]) == 2


def test_setup_installs_what_is_missing_by_the_name_this_distribution_has(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.installed(*(n.split("|")[0] for n in system_packages() if not n.startswith(("libglib2.0-0", "xvfb"))))
    result = checkout.setup(root=True)
    assert result.returncode == 0, result.stderr
    update, install = checkout.calls("apt-get")
    assert update.startswith("apt-get update")
    assert install.endswith(" libglib2.0-0t64 xvfb")
    assert "--no-remove" in install


def test_setup_takes_an_installed_alternative(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.installed(*(need.split("|")[-1] for need in system_packages()))
    assert checkout.setup(root=True).returncode == 0
    assert checkout.calls("apt-get") == []


def test_setup_without_rights_says_in_one_line_what_to_run(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.installed(*(n.split("|")[0] for n in system_packages() if n != "xclip"))
    result = checkout.setup(root=False)
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.endswith("sudo apt-get install --no-install-recommends xclip")
    assert checkout.calls("apt-get") == []


def test_setup_without_rights_needs_none_when_nothing_is_missing(tmp_path: Path) -> None:
    assert Checkout(tmp_path).setup(root=False).returncode == 0


def test_running_needs_no_test_packages(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.installed(*(need.split("|")[0] for need in system_packages() if need != "xvfb"))
    assert checkout.setup("run", root=False).returncode == 0


def test_setup_stops_when_packages_cannot_be_installed(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.installed()
    checkout.program("apt-get", '[[ $1 == update ]] || { echo "E: no network" >&2; exit 100; }')
    result = checkout.setup(root=True)
    assert result.returncode == 1
    assert "E: no network" in result.stderr
    assert "Packages wanted:" in result.stderr
