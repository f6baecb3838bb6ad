package demoapp.playground;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import demoapp.playground.store.Clock;
import demoapp.playground.store.Store;

/**
 * Time that passes only when there is nothing left to do: the next thing that was to happen later happens at once. So
 * a test sees the same on a busy machine as on an idle one, and need not wait. A script, a thread of the test's, runs
 * while the clock stands still; its waiting is the clock's time too.
 */
final class VirtualClock extends Clock {
    private record Task(Instant due, long number, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            var order = due.compareTo(other.due);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final Semaphore scriptRests = new Semaphore(0);
    private final Thread thread = new Thread(this::work, "virtual clock");
    private Instant now = Instant.now();
    private long number;
    private volatile Store store;
    private volatile long heard;
    private volatile boolean closed;

    VirtualClock() {
        super(1);
        thread.setDaemon(true);
    }

    /** From now on time passes, but not before all have heard of the store's last change. */
    void begin(Store watched) {
        store = watched;
        thread.start();
        after(Duration.ofSeconds(1), () -> { // after those who watch from the start
            watched.onChange(change -> heard = change.version());
            heard = watched.version();
        });
    }

    private void work() {
        while (!closed) {
            if (heard < store.version() && heard > 0) {
                LockSupport.parkNanos(20_000);
                continue;
            }
            var task = next();
            if (task == null) {
                LockSupport.parkNanos(20_000);
            } else {
                try {
                    task.work.run();
                } catch (RuntimeException failure) {
                    failure.printStackTrace();
                }
            }
        }
    }

    private synchronized Task next() {
        var task = tasks.poll();
        if (task != null && task.due.isAfter(now)) {
            now = task.due;
        }
        return task;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void after(Duration simulated, Runnable work) {
        tasks.add(new Task(now.plus(simulated.isNegative() ? Duration.ZERO : simulated), number++, work));
    }

    /** Runs the script on a thread of its own, from now on; the clock goes on when it waits or ends. */
    Thread script(Runnable work) {
        var script = new Thread(() -> {
            sleep(Duration.ZERO, false);
            try {
                work.run();
            } finally {
                scriptRests.release();
            }
        });
        script.start();
        return script;
    }

    /** For scripts: lets so much time pass. */
    void sleep(Duration simulated) {
        sleep(simulated, true);
    }

    private void sleep(Duration simulated, boolean running) {
        var turn = new Semaphore(0);
        after(simulated, () -> {
            turn.release();
            scriptRests.acquireUninterruptibly();
        });
        if (running) {
            scriptRests.release();
        }
        turn.acquireUninterruptibly();
    }

    @Override
    public void close() {
        closed = true;
        super.close();
    }
}
