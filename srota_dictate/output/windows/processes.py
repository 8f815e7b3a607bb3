"""What Windows tells of a process, thin: its program and its integrity level."""

import ctypes
import os
from pathlib import PureWindowsPath
from typing import Final

_QUERY_LIMITED: Final = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_TOKEN_QUERY: Final = 0x0008
_INTEGRITY_LEVEL: Final = 25  # TokenIntegrityLevel
_PATH_LENGTH: Final = 32_768


class Processes:
    """From any thread."""

    def __init__(self) -> None:
        self._kernel32 = ctypes.CDLL("kernel32")
        self._kernel32.OpenProcess.restype = ctypes.c_void_p
        self._kernel32.CloseHandle.argtypes = (ctypes.c_void_p,)
        self._kernel32.QueryFullProcessImageNameW.argtypes = (
            *(ctypes.c_void_p, ctypes.c_uint32, ctypes.c_wchar_p, ctypes.c_void_p),
        )
        self._advapi32 = ctypes.CDLL("advapi32")
        self._advapi32.OpenProcessToken.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p)
        self._advapi32.GetTokenInformation.argtypes = (
            *(ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p),
        )
        self._advapi32.GetSidSubAuthorityCount.restype = ctypes.POINTER(ctypes.c_uint8)
        self._advapi32.GetSidSubAuthorityCount.argtypes = (ctypes.c_void_p,)
        self._advapi32.GetSidSubAuthority.restype = ctypes.POINTER(ctypes.c_uint32)
        self._advapi32.GetSidSubAuthority.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        self.our_level = self.level(os.getpid())

    def program(self, pid: int) -> str:
        """The name of its file in small letters, without .exe; "" when Windows doesn't tell."""
        process = self._kernel32.OpenProcess(_QUERY_LIMITED, False, pid)
        if not process:
            return ""
        path = ctypes.create_unicode_buffer(_PATH_LENGTH)
        length = ctypes.c_uint32(_PATH_LENGTH)
        try:
            self._kernel32.QueryFullProcessImageNameW(process, 0, path, ctypes.byref(length))
        finally:
            self._kernel32.CloseHandle(process)
        return PureWindowsPath(path.value).stem.lower()

    def level(self, pid: int) -> int | None:
        """Its integrity level; None when Windows doesn't tell us, as of processes above ours."""
        process = self._kernel32.OpenProcess(_QUERY_LIMITED, False, pid)
        if not process:
            return None
        token = ctypes.c_void_p()
        try:
            if not self._advapi32.OpenProcessToken(process, _TOKEN_QUERY, ctypes.byref(token)):
                return None
        finally:
            self._kernel32.CloseHandle(process)
        try:
            return self._level_of(token)
        finally:
            self._kernel32.CloseHandle(token)

    def _level_of(self, token: ctypes.c_void_p) -> int | None:
        # A TOKEN_MANDATORY_LABEL: a pointer to the security id, which follows in the same buffer; its last part counts.
        label = ctypes.create_string_buffer(256)
        size = ctypes.c_uint32()
        if not self._advapi32.GetTokenInformation(token, _INTEGRITY_LEVEL, label, len(label), ctypes.byref(size)):
            return None
        sid = ctypes.c_void_p.from_buffer(label)
        n_parts = self._advapi32.GetSidSubAuthorityCount(sid)[0]
        return self._advapi32.GetSidSubAuthority(sid, n_parts - 1)[0]
