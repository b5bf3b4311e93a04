"""glibc returns large blocks to the kernel as soon as they are free, and a step's tensors are all large: on a CPU a third of
each step went into getting the same pages again."""

import ctypes
import sys

# Of malloc.h.
M_TRIM_THRESHOLD = -1
M_MMAP_MAX = -4
INT_MAX = 2**31 - 1


def keep_freed_memory() -> bool:
    """For the rest of the process, and of those that it forks. False where the C library has no such setting."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform.startswith("linux") else None
    return mallopt is not None and mallopt(M_MMAP_MAX, 0) == 1 and mallopt(M_TRIM_THRESHOLD, INT_MAX) == 1
