package demoapp.playground.node.programs;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import demoapp.playground.node.commands.Pipe;

/**
 * What a container pretends to run: one process, from its start to its exit. A program logs, listens on ports, and
 * exits by itself or on SIGTERM. Everything happens on the clock's thread.
 */
public abstract class Program {
    /** What a command that is run inside the container comes back with. */
    public record Result(int exitCode, String output) {
        /** The exit code of a command that there is not. */
        public static final int NOT_FOUND = 127;
        static final Result OK = new Result(0, "");
    }

    private Surroundings around;
    private boolean running;
    private final Set<Integer> ports = new HashSet<>();

    public final void start(Surroundings surroundings) {
        around = surroundings;
        running = true;
        run();
    }

    protected abstract void run();

    /** SIGTERM: most servers leave at once, with 0. */
    public void terminate() {
        after(0.2, () -> exit(0));
    }

    /** Its answer to an HTTP request on a port that it listens on; empty when it speaks another protocol there. */
    public Optional<Http.Response> http(Http.Request request) {
        return Optional.empty();
    }

    /** Whether HTTP is what it speaks on its ports. */
    public boolean speaksHttp() {
        return true;
    }

    /** Does what a command does that only this program's image has; exit code NOT_FOUND for all others. */
    public Result execute(List<String> command) {
        return new Result(Result.NOT_FOUND, "");
    }

    /** How many bytes of memory it fills; 0: as many as fit. */
    public long memory() {
        return 0;
    }

    /** What it reads as its standard input, if it can be written to. */
    public Optional<Pipe> stdin() {
        return Optional.empty();
    }

    public boolean listens(int port) {
        return running && ports.contains(port);
    }

    public final boolean isRunning() {
        return running;
    }

    /** SIGKILL: nothing is done any more. */
    public final void kill() {
        running = false;
        around.network().leave(this);
        killed();
    }

    /** Whatever a program must stop by itself. */
    protected void killed() { }

    // For the programs themselves

    protected final Surroundings around() {
        return around;
    }

    protected final String environment(String name, String otherwise) {
        var value = around.environment().getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    /** The pod's name, as containers have it. */
    protected final String hostname() {
        return environment("HOSTNAME", "localhost");
    }

    protected final void log(String... lines) {
        for (var line : lines) {
            around.log().accept(line);
        }
    }

    /** Runs the work later, unless the program has ended by then. */
    protected final void after(double simulatedSeconds, Runnable work) {
        around.clock().after(Duration.ofMillis((long) (simulatedSeconds * 1000)), () -> {
            if (running) {
                work.run();
            }
        });
    }

    protected final void listen(int port) {
        ports.add(port);
        around.network().join(around.ip(), this);
    }

    protected final void exit(int code) {
        if (running) {
            kill();
            around.exited().accept(code);
        }
    }
}
