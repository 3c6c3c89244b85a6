"""What an instruction-set extension means for NumPy and CPython, and the x86-64 levels.

Source: x86-64 psABI (levels); kernel flag names of /proc/cpuinfo; NumPy's documentation of its
CPU dispatch; OpenBLAS kernel list; OpenSSL and zlib sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

X86_ARCHITECTURES = {"x86_64", "amd64", "AMD64"}
X86_LEVELS = (
    ("x86-64-v1", ("cmov", "cx8", "fpu", "fxsr", "mmx", "syscall", "sse", "sse2")),
    ("x86-64-v2", ("cx16", "lahf_lm", "popcnt", "pni", "ssse3", "sse4_1", "sse4_2")),
    ("x86-64-v3", ("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave")),
    ("x86-64-v4", ("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl")),
)


class Feature(NamedTuple):
    """An extension: the flags that all must be there, its name, what it brings."""

    flags: tuple[str, ...]
    name: str
    meaning: str


X86 = (
    Feature(("sse4_2",), "SSE4.2", "128-bit vectors; NumPy 2.4 and later require it"),
    Feature(("avx2",), "AVX2", "256-bit vectors: NumPy takes 4 float64 at a time"),
    Feature(("fma",), "FMA", "multiply-add in one step: matrix products twice as fast"),
    Feature(("f16c",), "F16C", "converts NumPy's float16 in hardware"),
    Feature(
        ("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"),
        "AVX-512 (Skylake-X)",
        "512-bit vectors: NumPy takes 8 float64 at a time; np.sort gains most",
    ),
    Feature(("avx512_vnni",), "AVX-512 VNNI", "8-bit dot products, for quantised inference"),
    Feature(("avx512_bf16",), "AVX-512 BF16", "bfloat16 dot products, for machine learning"),
    Feature(("avx512ifma",), "AVX-512 IFMA", "52-bit multiplies: fast RSA in OpenSSL"),
    Feature(
        ("avx512vbmi", "avx512_vbmi2"),
        "AVX-512 VBMI",
        "byte permutes: NumPy sorts 16-bit values with it",
    ),
    Feature(("avx512_fp16",), "AVX-512 FP16", "float16 arithmetic without conversion"),
    Feature(("avx_vnni",), "AVX-VNNI", "8-bit dot products in 256-bit vectors"),
    Feature(("amx_tile",), "AMX", "matrix tiles: oneDNN and PyTorch, not NumPy itself"),
    Feature(("aes",), "AES", "hardware encryption: TLS and ssl at memory speed"),
    Feature(("vaes",), "VAES", "AES on four blocks at once"),
    Feature(("pclmulqdq",), "PCLMULQDQ", "carry-less multiply: zlib's CRC and AES-GCM"),
    Feature(("sha_ni",), "SHA", "hashlib.sha1 and sha256 in hardware, by OpenSSL"),
    Feature(("popcnt",), "POPCNT", "counts bits: int.bit_count and np.bitwise_count"),
    Feature(("bmi2",), "BMI2", "shifts and multiplies that leave the flags alone"),
    Feature(("adx",), "ADX", "two carry chains: big numbers in OpenSSL, not in int"),
    Feature(("erms",), "ERMS", "fast rep movsb: memcpy of large bytes and slices"),
    Feature(("fsrm",), "FSRM", "short rep movsb is fast too"),
    Feature(("rdrand",), "RDRAND", "hardware randomness that feeds os.urandom"),
    Feature(("pdpe1gb",), "1 GiB pages", "huge pages of 1 GiB can be used"),
    Feature(
        ("constant_tsc", "nonstop_tsc"),
        "invariant TSC",
        "a steady clock: time.perf_counter without system call",
    ),
)
ARM = (
    Feature(("asimd",), "Advanced SIMD (NEON)", "128-bit vectors: NumPy's baseline on ARM"),
    Feature(("neon",), "NEON", "64- and 128-bit vectors of 32-bit ARM"),
    Feature(("fphp", "asimdhp"), "FP16", "float16 arithmetic: NumPy dispatches to it"),
    Feature(("asimddp",), "dot product", "8-bit dot products, for quantised inference"),
    Feature(("asimdfhm",), "FHM", "float16 products added up in float32"),
    Feature(("i8mm",), "I8MM", "8-bit matrix products"),
    Feature(("bf16",), "BF16", "bfloat16 dot and matrix products"),
    Feature(("sve",), "SVE", "vectors of 128 to 2048 bits: OpenBLAS has kernels"),
    Feature(("sve2",), "SVE2", "SVE for integers and text too"),
    Feature(("sme",), "SME", "matrix tiles"),
    Feature(("atomics",), "LSE atomics", "atomics in one instruction: cheaper locks"),
    Feature(("lrcpc",), "RCpc", "cheaper acquire loads"),
    Feature(("aes",), "AES", "hardware encryption: TLS and ssl at memory speed"),
    Feature(("pmull",), "PMULL", "carry-less multiply: CRC and AES-GCM"),
    Feature(("sha1", "sha2"), "SHA-1 and SHA-2", "hashlib.sha1 and sha256 through OpenSSL"),
    Feature(("sha512",), "SHA-512", "hashlib.sha512 in hardware"),
    Feature(("sha3",), "SHA-3", "hashlib.sha3 in hardware"),
    Feature(("crc32",), "CRC32", "hardware CRC: zlib and gzip"),
    Feature(("jscvt",), "JSCVT", "JavaScript's number conversion; not used by CPython"),
    Feature(("paca",), "pointer authentication", "return addresses are signed"),
)
OTHERS = (
    Feature(("altivec",), "AltiVec (VMX)", "128-bit vectors of POWER"),
    Feature(("vx",), "vector facility", "128-bit vectors: NumPy has VX kernels"),
    Feature(("vxe",), "vector enhancements 1", "float32 vectors too: NumPy has VXE kernels"),
    Feature(("dfp",), "decimal floating point", "in hardware; Python's decimal does not use it"),
    Feature(("v",), "RVV", "RISC-V vectors of any length"),
    Feature(("zba",), "Zba", "shift-and-add: array indexing in one instruction"),
    Feature(("zbb",), "Zbb", "bit counting and rotation"),
)


def explain_features(architecture: str | None, features: Iterable[str]) -> tuple[Feature, ...]:
    """The extensions worth a sentence among the flags of one machine."""
    have = set(features)
    return tuple(feature for feature in _table(architecture) if have.issuperset(feature.flags))


def _table(architecture: str | None) -> tuple[Feature, ...]:
    name = (architecture or "").lower()
    if name in {"x86_64", "amd64", "i386", "i486", "i586", "i686"}:
        return X86
    return ARM if name.startswith(("arm", "aarch64")) else OTHERS


def x86_level(features: Iterable[str]) -> tuple[str | None, tuple[str, ...]]:
    """The highest complete x86-64 level, and the flags that the next one lacks."""
    have = set(features)
    best = None
    for level, flags in X86_LEVELS:
        missing = tuple(flag for flag in flags if flag not in have)
        if missing:
            return best, missing
        best = level
    return best, ()
