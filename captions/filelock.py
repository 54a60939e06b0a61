"""Locks a file in the kernel, which lets go of it when the process ends, however it ends.

What the file holds, who wrote it and how old it is make no difference.
"""

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    def try_lock(descriptor: int) -> bool:
        """Lock an open file until it is closed; false if another program holds the lock.

        Raises:
            OSError: the file system has no locks.
        """
        # The C runtime calls LockFile, which is LockFileEx with LOCKFILE_EXCLUSIVE_LOCK and
        # LOCKFILE_FAIL_IMMEDIATELY:
        # https://learn.microsoft.com/cpp/c-runtime-library/reference/locking
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file until it is closed; false if another program holds the lock.

        Raises:
            OSError: the file system has no locks.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
