package demoapp.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Files that come with the library, on the class path, so that a script copied anywhere has them. */
public final class Bundled {
    private Bundled() { }

    /** The names of all files in the folder and those below, such as {@code manifests/step1/puma-svc.yaml}. */
    public static List<String> names(String folder) {
        try {
            var home = Path.of(Bundled.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (!Files.isDirectory(home)) {
                try (var jar = new JarFile(home.toFile())) {
                    return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName)
                            .filter(name -> name.startsWith(folder + "/")).sorted().toList();
                }
            }
            if (!Files.isDirectory(home.resolve(folder))) {
                return List.of();
            }
            try (var files = Files.walk(home.resolve(folder))) {
                return files.filter(Files::isRegularFile).map(file -> home.relativize(file).toString().replace('\\', '/'))
                        .sorted().toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] bytes(String name) {
        try (var stream = Bundled.class.getResourceAsStream("/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
