"""`python -m srota_dictate` is the same as the `srota-dictate` command."""

from srota_dictate.cli.main import main

if __name__ == "__main__":
    main()
