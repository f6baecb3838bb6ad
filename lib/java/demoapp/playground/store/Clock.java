package demoapp.playground.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Simulated time: only waiting runs faster, timestamps are the wall clock's. It owns the one thread on which all
 * controllers and the kubelet run.
 */
public class Clock implements AutoCloseable {
    private final double speed;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        var thread = new Thread(work, "controllers");
        thread.setDaemon(true);
        return thread;
    });

    /** @param speed how many simulated seconds pass in one of the wall clock's */
    public Clock(double speed) {
        this.speed = speed;
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public double speed() {
        return speed;
    }

    public Instant now() {
        return Instant.now();
    }

    /** Now as the API's timestamps say it: UTC, whole seconds. */
    public String timestamp() {
        return now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Runs the work on the controllers' thread once so much simulated time has passed; never after close. */
    public void after(Duration simulated, Runnable work) {
        try {
            thread.schedule(() -> run(work), (long) (simulated.toNanos() / speed), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // The cluster stops: whatever was to happen later does not.
        }
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            failure.printStackTrace(); // into the playground's log; the thread goes on
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
