package demoapp.playground.node.commands;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import demoapp.playground.store.Clock;

/**
 * A command that runs in a container, with all that it starts: threads of its own, because commands wait for their
 * input, for each other and for time to pass. The rest of the playground lives on the clock's thread. That thread lets
 * a task go on until it rests, so that what a task does at once takes no simulated time.
 */
public final class Task {
    /** How long the clock's thread waits for a task to rest: one that goes on longer is waited for no more. */
    private static final long PATIENCE_MILLIS = 250;
    private static final double LONGEST_SLEEP = 1e9;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(null, work, "command", 512 * 1024);
        thread.setDaemon(true);
        return thread;
    });

    private final Clock clock;
    private final IntConsumer ended;
    private final Pipe stdin = new Pipe(this);
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean killed;
    private volatile Thread foreground;
    private volatile Interpreter shell;
    private long patienceMillis = PATIENCE_MILLIS;
    private int busy;
    private Integer exitCode;
    private boolean told;

    /** @param ended takes the exit code, on the clock's thread, unless the task is killed */
    Task(Clock clock, IntConsumer ended) {
        this.clock = clock;
        this.ended = ended;
    }

    /** What the task reads as its standard input. */
    public Pipe stdin() {
        return stdin;
    }

    /** Starts it; call on the clock's thread. */
    void start(Callable<Integer> command) {
        fork(() -> {
            foreground = Thread.currentThread();
            var code = exitCode(command);
            synchronized (this) {
                exitCode = code;
            }
            clock.after(Duration.ZERO, this::tell);
        });
        letGoOn();
    }

    private int exitCode(Callable<Integer> command) {
        try {
            return command.call();
        } catch (BrokenPipe nobodyReads) {
            return 141;
        } catch (InterruptedException | IOException interrupted) {
            return 137;
        } catch (Exception failure) {
            failure.printStackTrace(); // into the playground's log
            return 1;
        }
    }

    /** Runs the work on another thread of this task. */
    void fork(Runnable work) {
        goesOn();
        THREADS.execute(() -> {
            threads.add(Thread.currentThread());
            try {
                if (!killed) {
                    work.run();
                }
            } finally {
                threads.remove(Thread.currentThread());
                Thread.interrupted(); // the next task on this thread is not to be killed
                rests();
            }
        });
    }

    private void tell() {
        synchronized (this) {
            if (exitCode == null || told || killed) {
                return;
            }
            told = true;
        }
        ended.accept(exitCode);
    }

    /** SIGKILL: nothing is told any more. */
    public void kill() {
        killed = true;
        threads.forEach(Thread::interrupt);
    }

    /** SIGINT, as ^C sends it: what runs in the foreground ends. */
    void interrupt() {
        var thread = foreground;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** The task is a shell's; the first one takes the signals. */
    void began(Interpreter first) {
        if (shell == null) {
            shell = first;
        }
    }

    /** SIGTERM to process 1, which has no default for it: only a shell's trap does something. */
    public void terminate() {
        var trapped = shell;
        if (trapped != null) {
            trapped.terminate();
        }
    }

    boolean isKilled() {
        return killed;
    }

    // Resting and going on

    synchronized void rests() {
        busy--;
        notifyAll();
    }

    synchronized void goesOn() {
        busy++;
    }

    /** On the clock's thread: waits until the task rests. */
    private void letGoOn() {
        var end = System.nanoTime() + patienceMillis * 1_000_000;
        synchronized (this) {
            for (var left = patienceMillis; busy > 0 && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                try {
                    wait(left);
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
            patienceMillis = busy > 0 ? 0 : patienceMillis;
        }
        tell();
    }

    // Waiting

    /** What threads wait for, until it is opened for good. */
    static final class Gate {
        private boolean open;
        private int waiting;
    }

    /** Who waits at the gate goes on: that counts from now on, not only once its thread runs. */
    synchronized void open(Gate gate) {
        if (!gate.open) {
            gate.open = true;
            busy += gate.waiting;
            notifyAll();
        }
    }

    /** Opens it on the clock's thread. */
    void wake(Gate gate) {
        open(gate);
        letGoOn();
    }

    synchronized boolean isOpen(Gate gate) {
        return gate.open;
    }

    /** Waits until the gate is open. */
    synchronized void pass(Gate gate) throws InterruptedException {
        if (gate.open) {
            return;
        }
        gate.waiting++;
        rests();
        try {
            while (!gate.open) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            if (!gate.open) {
                gate.waiting--;
                goesOn();
            }
            throw interrupted;
        }
    }

    void sleep(double simulatedSeconds) throws InterruptedException {
        var over = new Gate();
        clock.after(Duration.ofMillis((long) (Math.min(simulatedSeconds, LONGEST_SLEEP) * 1000)), () -> wake(over));
        pass(over);
    }

    /** Asks something of the world, on the clock's thread. */
    <T> T ask(Supplier<T> question) throws InterruptedException {
        var answered = new Gate();
        var answer = new AtomicReference<T>();
        clock.after(Duration.ZERO, () -> {
            try {
                answer.set(question.get());
            } finally {
                wake(answered);
            }
        });
        pass(answered);
        return answer.get();
    }
}
