package demoapp.image;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import demoapp.Problem;

/** Other programs on this machine, by their command lines. */
final class Tool {
    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final int TAIL = 20;

    /** @param lines the last that it wrote, to standard output and error alike */
    record Ended(int exit, List<String> lines) {
        boolean ok() {
            return exit == 0;
        }

        String text() {
            return String.join("\n", lines);
        }

        /** The line that says why it failed: the last one that mentions an error, or the last. */
        String reason() {
            var said = lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
            return said.stream().filter(line -> line.toLowerCase().contains("error")).reduce((a, b) -> b)
                    .or(() -> said.stream().reduce((a, b) -> b)).orElse("exit code " + exit);
        }

        /** @throws Problem saying so when it failed */
        Ended orThrow(String what) {
            if (!ok()) {
                var full = text().matches("(?is).*(no space left on device|disk quota exceeded).*");
                throw Problem.failed(what + " failed with exit code " + exit + ": " + reason()
                        + (full ? "\nThe disk is full: make room, as `docker system prune` or `podman system prune` does" : ""));
            }
            return this;
        }
    }

    private Tool() { }

    /** Whether the program is on PATH. */
    static boolean isInstalled(String name) {
        var names = File.separatorChar == '\\' ? List.of(name + ".exe", name + ".cmd") : List.of(name);
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> names.stream().anyMatch(file -> Files.isExecutable(Path.of(folder, file))));
    }

    /** Runs what answers at once; what does not, has failed. */
    static Ended ask(List<String> command) {
        var lines = Collections.synchronizedList(new ArrayList<String>());
        try {
            return new Ended(run(command, Instant.now().plus(SHORT), lines::add).exit, List.copyOf(lines));
        } catch (Problem e) {
            return new Ended(e.exitCode, List.of(e.exitCode == Problem.TIMED_OUT
                    ? "no answer within " + SHORT.toSeconds() + " s" : e.getMessage()));
        }
    }

    /**
     * Runs it to its end. Ctrl-C ends it too.
     *
     * @param line takes each line that it writes
     * @throws Problem when it is not installed, or goes on past the deadline
     */
    static Ended run(List<String> command, Instant deadline, Consumer<String> line) {
        var name = command.get(0);
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close(); // nobody answers questions
            var stop = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(stop);
            var tail = new ArrayList<String>();
            var reader = new Thread(() -> read(process, text -> {
                synchronized (tail) {
                    tail.add(text);
                    if (tail.size() > TAIL) {
                        tail.remove(0);
                    }
                }
                line.accept(text);
            }));
            reader.setDaemon(true);
            reader.start();
            var left = Math.max(0, Duration.between(Instant.now(), deadline).toMillis());
            var inTime = process.waitFor(left, TimeUnit.MILLISECONDS);
            if (!inTime) {
                process.destroy();
            }
            reader.join(inTime ? 5000 : 1000); // a daemon that it has left may hold its output open
            removeHook(stop);
            if (!inTime) {
                throw new Problem(Problem.TIMED_OUT, "timed out: " + name + " " + command.get(1) + " has not ended (--timeout)");
            }
            synchronized (tail) {
                return new Ended(process.exitValue(), List.copyOf(tail));
            }
        } catch (IOException e) {
            throw Problem.failed(isInstalled(name) ? "cannot run " + name + ": " + e.getMessage()
                    : name + " is needed for this and is not installed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    private static void read(Process process, Consumer<String> line) {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var text = reader.readLine(); text != null; text = reader.readLine()) {
                // What redraws a line would garble ours: its last state is what counts.
                line.accept(text.replaceFirst("\r+$", "").replaceFirst("^.*\r", "").replaceAll("\033\\[[\\d;?]*[A-Za-z]", ""));
            }
        } catch (IOException e) {
            // it has been ended
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is on its way out, and the hook is running
        }
    }
}
