"""Advisory file locks of the operating system.

The kernel releases a lock when its process ends, for whatever reason. The content, owner and age of
the file do not matter.
"""

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    def try_lock(descriptor: int) -> bool:
        """Lock an open file until it is closed; return False if another process holds the lock.

        Raises:
            OSError: the file system does not support locks.
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
        """Lock an open file until it is closed; return False if another process holds the lock.

        Raises:
            OSError: the file system does not support locks.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
