import platform
import resource
import subprocess
import sys
import unittest
from pathlib import Path

# The same pages asked for again and again: each round of a tensor that was given back faults on all of them.
FAULTS = """
import resource, sys
from artefact.memory import keep_freed_memory
if sys.argv[1] == "kept":
    assert keep_freed_memory()
import torch
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def rounds(count):
    for _ in range(count):
        torch.ones(1 << 24)
# The heap takes a few to settle.
rounds(24)
before = faults()
rounds(8)
print(faults() - before)
"""


def faults(how: str) -> int:
    folder = Path(__file__).parents[1]
    return int(subprocess.run([sys.executable, "-c", FAULTS, how], cwd=folder, capture_output=True, check=True, text=True).stdout)


@unittest.skipUnless(platform.libc_ver()[0] == "glibc", "another C library")
class Memory(unittest.TestCase):
    def test_freed_memory_is_used_again_without_asking_the_kernel(self):
        pages = 8 * (4 << 24) // resource.getpagesize()
        self.assertGreater(faults("returned"), pages // 2)
        self.assertLess(faults("kept"), pages // 20)
