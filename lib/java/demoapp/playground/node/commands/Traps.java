package demoapp.playground.node.commands;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What a shell does on signals and at its end, and how it waits for them and for what it has put into the background. */
final class Traps {
    private final Task task;
    private final Map<String, String> scripts = new HashMap<>();
    private final AtomicInteger background = new AtomicInteger();
    private volatile Task.Gate idle;
    private volatile String signal = "";

    Traps(Task task) {
        this.task = task;
    }

    synchronized void set(String signal, String script) {
        scripts.put(signal, script);
    }

    /** The script for the signal, which is forgotten; "" when there is none. */
    synchronized String remove(String signal) {
        var script = scripts.remove(signal);
        return script == null ? "" : script;
    }

    /** `exec`: another program takes the shell's place, and with it process 1. */
    synchronized void clear() {
        scripts.clear();
    }

    /** SIGTERM, on the clock's thread. Process 1 has no default for it: without a trap nothing happens. */
    void terminate() {
        synchronized (this) {
            if (scripts.getOrDefault("TERM", "").isEmpty()) {
                return;
            }
            signal = "TERM";
        }
        var waiting = idle;
        if (waiting != null) {
            task.wake(waiting);
        }
    }

    /** What is to be done now because of a signal; "" for nothing. */
    synchronized String caught() {
        var caught = signal;
        signal = "";
        return caught.isEmpty() ? "" : scripts.getOrDefault(caught, "");
    }

    /** Until a signal with a trap comes. */
    void sleepUntilSignal() throws InterruptedException {
        idle = new Task.Gate();
        if (signal.isEmpty()) {
            task.pass(idle);
        }
        idle = null;
    }

    void inBackground(Runnable work) {
        background.incrementAndGet();
        task.fork(() -> {
            work.run();
            var waiting = idle;
            if (background.decrementAndGet() == 0 && waiting != null) {
                task.open(waiting);
            }
        });
    }

    /** `wait`: until all that runs in the background has ended, or a signal comes. */
    void waitForBackground() throws InterruptedException {
        idle = new Task.Gate();
        if (signal.isEmpty() && background.get() > 0) {
            task.pass(idle);
        }
        idle = null;
    }
}
