package demoapp.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The JVM's class-data archive of the playground, with which it starts in half the time. A process of its own makes it,
 * once, while the first playground runs; one that is missing or does not fit is no harm. See
 * https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html
 */
final class Archive implements AutoCloseable {
    private static final String PREFIX = "classes-";
    private static final int KEPT = 2; // each script has a jar, and so an archive, of its own
    private static final int DELAY_SECONDS = 3; // whoever starts a playground wants something of it first

    private final Folder folder;
    private final Path file;
    private Process making;
    private boolean closed;

    /** Of the class path and the JVM that this process runs with: others need another archive. */
    Archive(Folder folder) {
        this.folder = folder;
        var key = new StringBuilder(System.getProperty("java.home") + System.getProperty("java.vm.version"));
        for (var entry : classPath()) {
            key.append(entry).append(entry.toFile().length()).append(entry.toFile().lastModified());
        }
        file = folder.path().resolve(PREFIX
                + UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8)) + ".jsa");
    }

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .map(Path::of).toList();
    }

    /** The JVM's options for using it; none while it is not there. */
    List<String> options() {
        return Files.exists(file) ? List.of("-XX:SharedArchiveFile=" + file) : List.of();
    }

    /** Makes it in the background, if it is missing; a line on stdout when that fails. */
    void makeSoon() {
        // The JVM archives classes from jars only.
        if (!Files.exists(file) && classPath().stream().allMatch(Files::isRegularFile)) {
            CompletableFuture.delayedExecutor(DELAY_SECONDS, TimeUnit.SECONDS).execute(this::make);
        }
    }

    private void make() {
        try {
            deleteLeftovers();
            var scratch = Files.createTempDirectory(folder.path(), "training");
            var fresh = scratch.resolve("fresh.jsa");
            try {
                if (run(scratch, fresh)) {
                    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                    deleteOld();
                } else if (!closed) {
                    System.out.printf("%s made no class-data archive: starts take longer%n", Instant.now());
                }
            } finally {
                deleteAll(scratch);
            }
        } catch (IOException | UncheckedIOException failure) {
            System.out.printf("%s made no class-data archive: %s%n", Instant.now(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run(Path scratch, Path fresh) throws IOException, InterruptedException {
        synchronized (this) {
            if (closed) {
                return false;
            }
            making = new ProcessBuilder(Jvm.command(List.of("/usr/bin/nice", "-n", "19"),
                    List.of("-XX:ArchiveClassesAtExit=" + fresh), Training.class, List.of(scratch.toString())))
                    .redirectInput(ProcessBuilder.Redirect.from(Jvm.NOTHING)).inheritIO().start();
        }
        return making.waitFor() == 0 && Files.exists(fresh);
    }

    /** Of a process that was killed. */
    private void deleteLeftovers() throws IOException {
        for (var leftover : inFolder("training")) {
            deleteAll(leftover);
        }
    }

    private void deleteOld() throws IOException {
        var archives = inFolder(PREFIX);
        archives.sort(Comparator.comparing(archive -> -archive.toFile().lastModified()));
        for (var old : archives.subList(Math.min(KEPT, archives.size()), archives.size())) {
            Files.deleteIfExists(old);
        }
    }

    private List<Path> inFolder(String prefix) throws IOException {
        try (var files = Files.list(folder.path())) {
            return new ArrayList<>(files.filter(path -> path.getFileName().toString().startsWith(prefix)).toList());
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }

    /** Nothing is made any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (making != null && making.isAlive()) {
            making.destroyForcibly();
        }
    }
}
