package demoapp.playground;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import demoapp.playground.store.Clock;
import demoapp.playground.store.Store;

/**
 * Time that passes only while somebody waits for it: a test, or a client with an open watch or log. A command that only
 * asks finds the cluster as the one before it has left it, however long it takes on a busy machine.
 */
final class WatchedClock extends Clock {
    /** Where the machine stalls time does too, so that who watches sees one thing after the other. */
    private static final long LONGEST_STEP = Duration.ofMillis(20).toNanos();

    private record Task(long due, long number, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return due != other.due ? Long.compare(due, other.due) : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final Thread thread = new Thread(this::work, "watched clock");
    private volatile BooleanSupplier watched = () -> false;
    private final Instant started = Instant.now();
    private volatile Store store;
    private volatile long heard;
    private volatile boolean closed;
    private long elapsed;
    private long target;
    private long number;

    /** @param speed how fast time passes for those who watch */
    WatchedClock(double speed) {
        super(speed);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * From now on time passes only after all have heard of the store's last change.
     *
     * @param watched whether a client is waiting for something now
     */
    void begin(Store store, BooleanSupplier watched) {
        pass(Duration.ofSeconds(1)); // after those who watch from the start
        store.onChange(change -> heard = change.version());
        heard = store.version();
        this.store = store;
        this.watched = watched;
    }

    /** Lets so much time pass at once; what was to happen until then has happened when this returns. */
    synchronized void pass(Duration simulated) {
        var until = Math.max(target, elapsed) + simulated.toNanos();
        target = until;
        LockSupport.unpark(thread);
        while (elapsed < until) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    synchronized Duration elapsed() {
        return Duration.ofNanos(elapsed);
    }

    private void work() {
        var last = System.nanoTime();
        while (!closed) {
            var now = System.nanoTime();
            var step = watched.getAsBoolean() ? (long) (Math.min(now - last, LONGEST_STEP) * speed()) : 0;
            last = now;
            advance(step);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void advance(long step) {
        synchronized (this) {
            target = Math.max(target, elapsed + step);
        }
        for (var task = next(); task != null; task = next()) {
            try {
                task.work.run();
            } catch (RuntimeException failure) {
                failure.printStackTrace();
            }
        }
    }

    private void untilAllHaveHeard() {
        while (store != null && heard < store.version() && !closed) {
            LockSupport.parkNanos(20_000);
        }
    }

    private Task next() {
        untilAllHaveHeard();
        return due();
    }

    private synchronized Task due() {
        var due = !tasks.isEmpty() && tasks.peek().due <= target;
        elapsed = Math.max(elapsed, due ? tasks.peek().due : target);
        if (!due) {
            notifyAll();
        }
        return due ? tasks.poll() : null;
    }

    @Override
    public synchronized Instant now() {
        return started.plusNanos(elapsed);
    }

    @Override
    public synchronized void after(Duration simulated, Runnable work) {
        tasks.add(new Task(elapsed + Math.max(0, simulated.toNanos()), number++, work));
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        closed = true;
        super.close();
    }
}
