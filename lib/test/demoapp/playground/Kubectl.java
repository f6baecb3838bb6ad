package demoapp.playground;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A real kubectl, run as a user runs it. */
final class Kubectl {
    static final String NONE = "there is no kubectl on the PATH (or at -Dkubectl=/path)";
    private static final long LIMIT_SECONDS = 60;

    /** @param exit null when it had to be stopped */
    record Result(Integer exit, String stdout, String stderr) { }

    private final Path program;
    private final Path kubeconfig;
    private final Path folder;

    /** @param folder where it runs, and its home */
    Kubectl(Path program, Path kubeconfig, Path folder) {
        this.program = program;
        this.kubeconfig = kubeconfig;
        this.folder = folder;
    }

    /**
     * Those to be had: -Dkubectl, or the one on the PATH; where that is a dispatcher over several versions, the three
     * that are tried out.
     */
    static List<Path> found() {
        var wanted = System.getProperty("kubectl");
        if (wanted != null) {
            return List.of(Path.of(wanted));
        }
        var first = Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(Path::of)
                .map(folder -> folder.resolve("kubectl")).filter(Files::isExecutable).findFirst();
        return first.map(Kubectl::versions).orElse(List.of());
    }

    private static List<Path> versions(Path kubectl) {
        try {
            var real = kubectl.toRealPath();
            var beside = Stream.of("1.31", "1.32", "1.33").map(version -> real.resolveSibling("kubectl." + version))
                    .filter(Files::isExecutable).toList();
            return beside.isEmpty() ? List.of(kubectl) : beside;
        } catch (IOException broken) {
            return List.of(kubectl);
        }
    }

    Result run(List<String> arguments, String stdin) {
        return run(arguments, stdin, Map.of(), LIMIT_SECONDS * 1000);
    }

    /** Stops it after so many milliseconds. */
    Result run(List<String> arguments, String stdin, Map<String, String> environment, long limit) {
        var end = System.nanoTime() + limit * 1_000_000;
        return runUntil(arguments, stdin, environment, () -> System.nanoTime() > end);
    }

    /** Stops it once it has had enough time. */
    Result runUntil(List<String> arguments, String stdin, Map<String, String> environment, BooleanSupplier enough) {
        try {
            var command = new ArrayList<>(List.of(program.toString()));
            command.addAll(arguments);
            var out = Files.createTempFile("kubectl", ".out");
            var err = Files.createTempFile("kubectl", ".err");
            var in = Files.writeString(Files.createTempFile("kubectl", ".in"), stdin);
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                    .redirectError(err.toFile()).redirectInput(in.toFile());
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            builder.environment().put("HOME", kubeconfig.getParent().toString());
            builder.environment().putAll(environment);
            var process = builder.start();
            var ended = process.waitFor(2, TimeUnit.MILLISECONDS);
            while (!ended && !enough.getAsBoolean()) {
                ended = process.waitFor(2, TimeUnit.MILLISECONDS);
            }
            if (!ended) {
                process.destroy();
                process.waitFor();
            }
            var result = new Result(ended ? process.exitValue() : null, read(out), read(err));
            for (var file : List.of(in, out, err)) {
                Files.delete(file);
            }
            return result;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
