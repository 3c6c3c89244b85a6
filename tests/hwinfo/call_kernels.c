/* Calls machine code given as bytes, for another processor under an emulator.
 *
 * `call_kernels IMAGE` maps the file's bytes executable and a buffer beside it, and answers lines:
 *   base                      the buffer's address
 *   call OFFSET A B C D       the return value of the code at that offset
 *   pair OFFSET TURNS         what two threads that hand a flag in the buffer to and fro return
 *   read OFFSET               the 8-byte word of the buffer there
 *   write OFFSET WORD         stores a word; answers it
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>

typedef uint64_t (*kernel)(uint64_t, uint64_t, uint64_t, uint64_t);
enum { CODE_BYTES = 1 << 16, BUFFER_BYTES = 1 << 20 };
static uint64_t flag, turns, relay_at;

static void *second_half(void *undone) {
    *(uint64_t *)undone = ((kernel)relay_at)(flag, turns, 1, 1ULL << 40);
    return undone;
}

static uint64_t hand_to_and_fro(void) {
    uint64_t theirs = 1, ours;
    pthread_t thread;
    if (pthread_create(&thread, NULL, second_half, &theirs)) return 99;
    ours = ((kernel)relay_at)(flag, turns, 0, 1ULL << 40);
    pthread_join(thread, NULL);
    return ours + theirs;
}

int main(int count, char **arguments) {
    char line[256];
    uint64_t at, a, b, c, d;
    int rights = PROT_READ | PROT_WRITE, kind = MAP_PRIVATE | MAP_ANONYMOUS;
    char *code = mmap(NULL, CODE_BYTES, rights, kind, -1, 0);
    char *buffer = mmap(NULL, BUFFER_BYTES, rights, kind, -1, 0);
    FILE *image = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (!image || code == MAP_FAILED || buffer == MAP_FAILED) return 2;
    size_t bytes = fread(code, 1, CODE_BYTES, image);
    __builtin___clear_cache(code, code + bytes);
    if (mprotect(code, CODE_BYTES, PROT_READ | PROT_EXEC)) return 3;
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (fgets(line, sizeof line, stdin)) {
        uint64_t answer = (uint64_t)buffer;
        if (sscanf(line, "call %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64, &at, &a,
                   &b, &c, &d) == 5)
            answer = ((kernel)(code + at))(a, b, c, d);
        else if (sscanf(line, "pair %" SCNu64 " %" SCNu64, &at, &turns) == 2)
            relay_at = (uint64_t)code + at, flag = (uint64_t)buffer, answer = hand_to_and_fro();
        else if (sscanf(line, "write %" SCNu64 " %" SCNu64, &at, &a) == 2)
            answer = *(uint64_t *)(buffer + at) = a;
        else if (sscanf(line, "read %" SCNu64, &at) == 1)
            answer = *(uint64_t *)(buffer + at);
        printf("%" PRIu64 "\n", answer);
    }
    return 0;
}
