"""The command line of bcftools, from the library inside the pysam wheel: python bcftools.py norm -f ref.fa in.vcf

Stdin, stdout, stderr, exit codes and signals are those of bcftools itself, so it works as a link of a pipe.
It calls the library directly: pysam's own dispatcher collects stderr in a file and imports all of pysam first.
BCFTOOLS_LIMITS="as=BYTES cpu=SECONDS fsize=BYTES ..." sets resource limits where no prlimit command can.
"""
import ctypes
import glob
import importlib.util
import os
import resource
import signal
import sys

for name in ("SIGPIPE", "SIGXFSZ"):  # Python ignores them; bcftools alone would end by them, which tells why
    signal.signal(getattr(signal, name), signal.SIG_DFL)

for limit in os.environ.get("BCFTOOLS_LIMITS", "").split():
    name, value = limit.split("=")
    soft, _, hard = value.partition(":")
    try:
        resource.setrlimit(getattr(resource, "RLIMIT_" + name.upper()), (int(soft), int(hard or soft)))
    except (OSError, ValueError):
        pass  # macOS has no limit on address space

package = importlib.util.find_spec("pysam")
if package is None or not package.submodule_search_locations:
    sys.exit("bcftools.py: this Python has no pysam; run the set-up again.")
engine = ctypes.CDLL(glob.glob(os.path.join(package.submodule_search_locations[0], "libcbcftools*.so"))[0])

words = [os.fsencode(word) for word in ["bcftools", *sys.argv[1:]]]
argv = (ctypes.c_char_p * (len(words) + 1))(*words, None)
engine.bcftools_set_stdout(os.dup(1))
engine.bcftools_set_stderr(os.dup(2))
code = engine.bcftools_dispatch(len(words), argv)
flushed = ctypes.CDLL(None).fflush(None)  # every stream; some commands have closed their stdout themselves
os._exit(code & 0xFF or (1 if flushed else 0))
