package demoapp.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import tools.jackson.core.JacksonException;

import demoapp.json.Json;

/**
 * The playground as a user knows it: a simulated cluster in a process of its own, found through its folder. Everything
 * here may be called from any process, also at the same time.
 */
public final class Playground {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int LOG_LINES = 20;

    /**
     * How to start.
     *
     * @param speed how much faster than real waiting goes
     * @param port 0: as last time, or any
     * @param idle stop by itself after so long without a request
     * @param seed of what is left to chance; 0: a different one each time
     * @param httpsPort where Ingresses are served; 0: as last time, or 8443, or any
     */
    public record Options(double speed, int port, Duration idle, long seed, int httpsPort) {
        public static Options standard() {
            return new Options(10, 0, Duration.ofHours(2), 0, 0);
        }

        private String text() {
            return "%s %d %s %d %d".formatted(speed, port, idle, seed, httpsPort);
        }

        private static Options parse(String text) {
            var parts = text.strip().split(" ");
            return new Options(Double.parseDouble(parts[0]), Integer.parseInt(parts[1]), Duration.parse(parts[2]),
                    Long.parseLong(parts[3]), parts.length > 4 ? Integer.parseInt(parts[4]) : 0);
        }
    }

    private final Folder folder;

    private Playground(Folder folder) {
        this.folder = folder;
    }

    /** The user's: in DEMOAPP_PLAYGROUND, or else in ~/.demoapp/playground. */
    public static Playground standard() {
        return new Playground(Folder.standard());
    }

    public static Playground in(Path folder) {
        return new Playground(new Folder(folder.toAbsolutePath()));
    }

    /**
     * For who has no kubeconfig: the user's playground, started if it is not running.
     *
     * @param say is told, a line at a time, that this is no real cluster
     * @return its kubeconfig
     * @throws UncheckedIOException when it does not come up
     */
    public static Path ensureStarted(Consumer<String> say) {
        say.accept("No kubeconfig found: using the playground, a simulated cluster (no container runs).");
        var playground = standard();
        if (playground.start(Options.standard())) {
            say.accept("Started it; for kubectl: export KUBECONFIG=" + playground.kubeconfig());
        }
        return playground.kubeconfig();
    }

    public Path folder() {
        return folder.path();
    }

    /** Where the kubeconfig is, or will be. */
    public Path kubeconfig() {
        return folder.kubeconfig();
    }

    public boolean running() {
        return about().isPresent();
    }

    /** What the running playground says of itself: pid, address, version, speed, started, objects, nodes, folder, https. */
    public Optional<Map<String, Object>> about() {
        return Client.of(folder).flatMap(Client::about);
    }

    /** With what it was started last. */
    public Options options() {
        return folder.read("options").map(Options::parse).orElse(Options.standard());
    }

    /**
     * Starts it and waits until it serves.
     *
     * @return false when it was running already (or somebody else was just starting it)
     * @throws UncheckedIOException when it does not come up
     */
    public boolean start(Options options) {
        try {
            folder.create();
            synchronized (Playground.class) { // a file lock is the whole process'
                return startAlone(options);
            }
        } catch (IOException | UncheckedIOException failure) {
            var cause = failure.getCause() instanceof IOException inner ? inner : failure;
            throw failed("does not start in %s: %s".formatted(folder.path(), cause));
        }
    }

    private boolean startAlone(Options options) throws IOException {
        try (var channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) { // two at once: the second finds it running
            if (!lock.isValid() || running()) {
                return false;
            }
            folder.write("options", options.text());
            await(spawn(options));
            return true;
        }
    }

    private Process spawn(Options options) throws IOException {
        // In a session of its own: a Ctrl-C in the terminal is not for it.
        return new ProcessBuilder(Jvm.command(List.of("/usr/bin/setsid"), new Archive(folder).options(), Daemon.class,
                List.of(folder.path().toString(), Double.toString(options.speed()), Long.toString(options.seed()),
                        Integer.toString(options.port()), options.idle().toString(),
                        Integer.toString(options.httpsPort()))))
                .directory(folder.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Jvm.NOTHING))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile())).start();
    }

    private void await(Process process) {
        var deadline = Instant.now().plus(START_LIMIT);
        while (!running()) {
            if (!process.isAlive() && process.exitValue() != 0 || Instant.now().isAfter(deadline)) {
                process.destroy();
                throw failed("does not start. The end of its log, " + folder.log() + ":\n" + endOfLog());
            }
            pause();
        }
    }

    private String endOfLog() {
        var lines = folder.read("log").orElse("").lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /**
     * Ends it; its objects stay.
     *
     * @return false when it was not running
     */
    public boolean stop() {
        // Its own answer names the process, so that an old pid cannot lead to somebody else's.
        var process = about().flatMap(about -> ProcessHandle.of(Json.number(about, -1, "pid")));
        if (process.isEmpty()) {
            return false;
        }
        end(process.get());
        return true;
    }

    private static void end(ProcessHandle process) {
        var command = process.info().command();
        process.destroy();
        var deadline = Instant.now().plus(STOP_LIMIT);
        // In a container there may be nobody to reap a dead process; it has no command any more.
        while (process.isAlive() && process.info().command().equals(command)) {
            if (Instant.now().isAfter(deadline)) {
                process.destroyForcibly();
            }
            pause();
        }
    }

    /**
     * Wipes all objects; kubeconfig and certificate stay. A running playground is running again afterwards, empty.
     *
     * @return how many objects went
     */
    public long reset() {
        var running = stop();
        var objects = savedObjects();
        folder.delete("state.json");
        if (running) {
            start(options());
        }
        return objects;
    }

    private long savedObjects() {
        try {
            return folder.read("state.json").map(state -> Json.list(
                    Json.read(state.getBytes(StandardCharsets.UTF_8)), "objects").size()).orElse(0);
        } catch (JacksonException damaged) {
            return 0;
        }
    }

    private static UncheckedIOException failed(String how) {
        var message = "the playground " + how;
        return new UncheckedIOException(message, new IOException(message));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted");
        }
    }
}
