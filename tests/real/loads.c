#include "loads.h"
#include "kinds.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* at once, at most */
#define PODS 25
#define CONNECTIONS 300
#define MAPPINGS 600
#define FILES 30000
#define WORKERS 60

#define PRESSURE_STEP ((size_t)24 << 20) /* bytes taken at once */
#define PRESSURE_STEPS 4000
/* parts of the machine's memory that are available */
#define PRESSURE_STOPS .25 /* with less, no more is taken */
#define PRESSURE_YIELDS .2 /* with less, some is given back */

static int children;

void loads_child_ended(void)
{
    children--;
}

static int random_below(int limit)
{
    return rand() % limit;
}

static void take_some(const char *name, int from, int to)
{
    const struct kind *kind = kinds_find(name);

    for (int i = from; i < to; i++)
        if (kind->take(i) < 0)
            kinds_fail(name);
}

/* Starts a program whose output nobody sees. */
static pid_t start(char *const *arguments)
{
    pid_t child = fork();

    if (child != 0)
        return child;
    kinds_stay_small();
    if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)
        _exit(1);
    execvp(arguments[0], arguments);
    _exit(1);
}

/* ---- pods: groups of processes in namespaces of their own, which run short programs and end after a while ---- */

/* One process of a pod: the objects of a small server; twice a second the program of a probe. */
static void serve(int half_seconds)
{
    char *probe[] = {"true", NULL};

    kinds_stay_small();
    take_some("epoll", 0, 2);
    take_some("eventfd", 0, 4);
    take_some("udp", 0, 2);
    take_some("unix", 0, 5);
    take_some("file", 0, 20);
    for (int i = 0; i < half_seconds; i++) {
        if (start(probe) > 0)
            wait(NULL);
        usleep(500000);
    }
    _exit(0);
}

static void pod(void)
{
    int processes = 2 + random_below(4), half_seconds = 6 + random_below(50);

    kinds_stay_small();
    if (unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) != 0)
        _exit(1);
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || mount("pod", ".", "tmpfs", 0, "size=1m") != 0)
        _exit(1);
    for (int i = 0; i < processes; i++)
        if (fork() == 0)
            serve(half_seconds);
    while (wait(NULL) > 0)
        ;
    _exit(0);
}

/* More of them in the middle third of every two minutes, as deployments do. */
static void pods(double part)
{
    static int ticks;
    int wanted = ticks / 400 % 3 == 1 ? PODS : PODS / 3;

    (void)part;
    ticks++;
    if (children >= wanted || random_below(4) != 0)
        return;
    if (fork() == 0) {
        srand((unsigned)ticks);
        pod();
    }
    children++;
}

/* ---- workers: idle processes, more and fewer in waves ---- */

static void workers(double part)
{
    static pid_t working[WORKERS];
    static int count;
    int wanted = (int)(WORKERS / 2 * (1 + sin(part * 9))) + random_below(4) - 2;

    if (count < wanted && count < WORKERS) {
        working[count] = fork();
        if (working[count] == 0) {
            kinds_stay_small();
            take_some("file", 0, 30);
            take_some("mapping", 0, 30);
            pause();
        }
        count++;
    } else if (count > wanted && count > 0)
        kill(working[--count], SIGKILL);
}

/* ---- tcp: connections over loopback, opened and closed at random, with data that nobody reads ---- */

static void tcp(double part)
{
    static int ends[CONNECTIONS][2], count;
    int most = (int)(CONNECTIONS * (.6 + .4 * sin(part * 20)));

    for (int opened = random_below(12); opened > 0 && count < most; opened--, count++)
        if (!kinds_connect(ends[count]) || write(ends[count][0], "GET / HTTP/1.1\r\n", 16) < 0)
            kinds_fail("a connection");
    for (int closed = random_below(13); closed > 0 && count > 0; closed--) {
        int one = random_below(count);

        close(ends[one][0]);
        close(ends[one][1]);
        memcpy(ends[one], ends[--count], sizeof *ends);
    }
}

/* ---- mappings: pages mapped and unmapped at random ---- */

static void mappings(double part)
{
    static void *mapped[MAPPINGS];
    size_t size = 4096;

    (void)part;
    for (int i = 0; i < 40; i++) {
        void **one = &mapped[random_below(MAPPINGS)];

        if (*one != NULL)
            munmap(*one, size);
        *one =
            *one != NULL ? NULL : mmap(NULL, size, i % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    }
}

/* ---- files: made during the first third of the time, deleted after the second ---- */

static void files(double part)
{
    static int made;
    int wanted = part < 1 / 3. ? (int)(part * 3 * FILES) : FILES;
    char name[32];

    for (; part <= 2 / 3. && made < wanted; made++) {
        int file;

        snprintf(name, sizeof name, "%05d", made);
        file = open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        if (file < 0)
            kinds_fail(name);
        close(file);
    }
    while (part > 2 / 3. && made > 0) {
        snprintf(name, sizeof name, "%05d", --made);
        unlink(name);
    }
}

/* ---- programs, one after another ---- */

/* Starts a program when the one before has ended, now and then. */
static void repeat(char *const *arguments, int ticks)
{
    if (children == 0 && random_below(ticks) == 0 && start(arguments) > 0)
        children++;
}

static void compile(double part)
{
    static char source[] = "unit.c";
    char *compiler[] = {"cc", "-O1", "-pipe", "-c", source, "-o", "unit.o", NULL};
    FILE *file;

    (void)part;
    if (access(source, F_OK) != 0) {
        file = fopen(source, "w");
        if (file == NULL)
            kinds_fail(source);
        fputs("#include <stdio.h>\n#include <stdlib.h>\n#include <sys/socket.h>\n", file);
        for (int i = 0; i < 300; i++)
            fprintf(file, "int f%d(int x) { return x > 3 ? printf(\"%%d\", x * %d) : (int)random() %% %d; }\n", i, i,
                    i + 1);
        fclose(file);
    }
    repeat(compiler, 9);
}

static void walk(double part)
{
    char *du[] = {"du", "-sx", "/usr", NULL},
         *find[] = {"find", "/usr", "/var", "-xdev", "-newer", "/etc/passwd", NULL};

    repeat(part < .5 ? du : find, 60);
}

static void read_all(double part)
{
    char *cat[] = {"find", "/usr", "/opt", "-xdev", "-type", "f", "-exec", "cat", "{}", "+", NULL};

    if (part < .5)
        repeat(cat, 10);
}

/* ---- pressure: takes memory from half of the time on and gives it back after three quarters ---- */

/* The part of the machine's memory that programs can still get. */
static double available(void)
{
    FILE *file = fopen("/proc/meminfo", "r");
    char line[128];
    double total = 0, left = 0;

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        sscanf(line, "MemTotal: %lf", &total);
        sscanf(line, "MemAvailable: %lf", &left);
    }
    if (total <= 0)
        kinds_fail("/proc/meminfo");
    fclose(file);
    return left / total;
}

static void pressure(double part)
{
    static char *step[PRESSURE_STEPS];
    static int count;
    bool wanted = part >= .5 && part < .75;

    for (int i = 0; i < 2 && wanted && count < PRESSURE_STEPS && available() > PRESSURE_STOPS; i++) {
        step[count] = mmap(NULL, PRESSURE_STEP, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (step[count] == MAP_FAILED)
            kinds_fail("memory");
        memset(step[count++], 1, PRESSURE_STEP);
    }
    while (count > 0 && (!wanted || available() < PRESSURE_YIELDS))
        munmap(step[--count], PRESSURE_STEP);
}

/* ---- service: starts at 40 % of the time, with all that it will ever need ---- */

static void service(double part)
{
    static bool started;
    char *probe[] = {"true", NULL};

    if (part >= .4 && !started) {
        take_some("udp", 0, 200);
        take_some("unix", 0, 500);
        take_some("timerfd", 0, 800);
        take_some("file", 0, 1000);
        take_some("mapping", 0, 1500);
        started = true;
    }
    if (started)
        repeat(probe, 5);
}

/* ---- warmup: pools and caches of a server that fill and level off ---- */

static void warmup(double part)
{
    static int taken;
    int wanted = (int)(4000 * (1 - exp(-4 * part)));

    take_some("file", taken, wanted);
    take_some("mapping", taken, wanted);
    take_some("lock", taken, wanted);
    take_some("unix", taken / 2, wanted / 2);
    taken = wanted;
}

/* ---- steps: takes objects all at once, three times ---- */

static void steps(double part)
{
    static int taken;
    int wanted = part < .2 ? 0 : part < .45 ? 700 : part < .8 ? 1700 : 2300;

    take_some("signalfd", taken, wanted);
    take_some("timer", taken, wanted);
    taken = wanted;
}

const struct load loads[] = {
    {"pods", "groups of processes in their own namespaces come and go", pods},
    {"workers", "idle processes, more and fewer in waves", workers},
    {"tcp", "connections over loopback", tcp},
    {"mappings", "pages mapped and unmapped", mappings},
    {"files", "30,000 files made, kept, deleted", files},
    {"compile", "a compiler, again and again", compile},
    {"walk", "du and find over /usr", walk},
    {"read", "reads all files of /usr and /opt in the first half", read_all},
    {"pressure", "takes all memory but a quarter, from 50 to 75 % of the time", pressure},
    {"service", "a service starts at 40 % of the time", service},
    {"warmup", "pools and caches of a server that fill", warmup},
    {"steps", "objects taken all at once, three times", steps},
    {0},
};
