package demoapp.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

import demoapp.Problem;
import demoapp.manifest.Bundled;

/** The sample application's source: lib/rails of a checkout, in which one may have worked, or the library's copy of it. */
public final class SampleApplication {
    private static final String FOLDER = "rails";

    private SampleApplication() { }

    /** A folder to build from; of the library's copy one that is gone with the JVM. */
    public static Path folder() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("lib/rails/Dockerfile"))
                    && Files.isRegularFile(folder.resolve("jbang-catalog.json"))) {
                return folder.resolve("lib/rails");
            }
        }
        return copy();
    }

    private static Path copy() {
        var names = Bundled.names(FOLDER);
        if (names.isEmpty()) {
            throw Problem.failed("the sample application is not in this copy of the library: --context DIR names its folder");
        }
        try {
            var copy = Files.createTempDirectory("demoapp-rails");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(copy)));
            for (var name : names) {
                var file = copy.resolve(name.substring(FOLDER.length() + 1));
                Files.createDirectories(file.getParent());
                var bytes = Bundled.bytes(name);
                Files.write(file, bytes);
                if (bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!') { // a jar does not keep what may be executed
                    file.toFile().setExecutable(true, false);
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the sample application: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // the system cleans its folder for temporary files
        }
    }
}
