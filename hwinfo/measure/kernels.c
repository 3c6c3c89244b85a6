/* The measuring kernels in C, for a machine without listed machine code; see kernels.py. */
#include <stdint.h>

uint64_t chase(uint64_t node, uint64_t steps) {
    do node = *(volatile uint64_t *)node;
    while (--steps);
    return node;
}

uint64_t link_cycle(uint64_t base, uint64_t nodes, uint64_t stride, uint64_t seed) {
    for (uint64_t i = 0; i < nodes; i++) *(uint64_t *)(base + i * stride) = base + i * stride;
    for (uint64_t i = nodes - 1; i > 0; i--) {
        seed = seed * 0x5851f42d4c957f2dULL + 0x3c6ef35fULL;
        uint64_t *here = (uint64_t *)(base + i * stride);
        uint64_t *there = (uint64_t *)(base + ((seed >> 32) * i >> 32) * stride);
        uint64_t held = *here;
        *here = *there;
        *there = held;
    }
    return base;
}

uint64_t read_blocks(uint64_t base, uint64_t blocks) {
    const uint64_t *word = (const uint64_t *)base;
    uint64_t folded[8] = {0};
    for (; blocks; blocks--, word += 8)
        for (int i = 0; i < 8; i++) folded[i] ^= word[i];
    for (int i = 1; i < 8; i++) folded[0] ^= folded[i];
    return folded[0];
}

uint64_t fill_blocks(uint64_t base, uint64_t blocks, uint64_t value) {
    uint64_t *word = (uint64_t *)base;
    for (; blocks; blocks--, word += 8)
        for (int i = 0; i < 8; i++) word[i] = value;
    return (uint64_t)word;
}

uint64_t copy_blocks(uint64_t to, uint64_t from, uint64_t blocks) {
    uint64_t *target = (uint64_t *)to;
    const uint64_t *source = (const uint64_t *)from;
    for (; blocks; blocks--, target += 8, source += 8)
        for (int i = 0; i < 8; i++) target[i] = source[i];
    return (uint64_t)target;
}

uint64_t relay(uint64_t flag, uint64_t turns, uint64_t turn, uint64_t patience) {
    uint64_t *shared = (uint64_t *)flag;
    for (; turns; turns--, turn += 2) {
        uint64_t looks = patience;
        while (__atomic_load_n(shared, __ATOMIC_ACQUIRE) != turn)
            if (--looks == 0) return turns;
        __atomic_store_n(shared, turn + 1, __ATOMIC_RELEASE);
    }
    return 0;
}

uint64_t add_chain(uint64_t rounds, uint64_t addend) {
    uint64_t sum = 0;
    do
        for (int i = 0; i < 16; i++) {
            sum += addend;
            __asm__ volatile("" : "+r"(sum)); /* keeps the additions dependent and in place */
        }
    while (--rounds);
    return sum;
}
