package demoapp.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import demoapp.Problem;

/**
 * What an image is built from: a folder, less what its .dockerignore leaves out, and a Dockerfile.
 *
 * @param arguments of the Dockerfile, NAME=VALUE each
 */
public record BuildContext(Path folder, Path dockerfile, List<String> arguments) {
    private static final Pattern SLEEP = Pattern.compile("\\bsleep \\d{1,4}\\b");

    /**
     * @param dockerfile null: the folder's Dockerfile or Containerfile
     * @throws Problem when one of them is not there
     */
    public static BuildContext of(Path folder, Path dockerfile, List<String> arguments) {
        arguments.stream().filter(argument -> !argument.matches("(?s)[A-Za-z_]\\w*=.*")).findFirst().ifPresent(argument -> {
            throw Problem.usage("--build-arg takes NAME=VALUE, not '" + argument + "'");
        });
        if (!Files.isDirectory(folder)) {
            throw Problem.usage("--context " + folder + ": there is no such folder (the context of the"
                    + " kubeconfig goes with --kube-context)");
        }
        var candidates = dockerfile != null ? List.of(dockerfile)
                : List.of(folder.resolve("Dockerfile"), folder.resolve("Containerfile"));
        return new BuildContext(folder, candidates.stream().filter(Files::isRegularFile).findFirst().orElseThrow(() ->
                Problem.usage(dockerfile != null ? "--file " + dockerfile + ": there is no such file"
                        : "there is no Dockerfile in " + folder + ": --context or --file names another place")), arguments);
    }

    /** The relative paths of the files that the engine sees, in order. */
    List<String> files() {
        var ignored = ignored();
        try (var all = Files.walk(folder)) {
            return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !ignored.excludes(path)).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    /** A Dockerfile's own ignore file goes before the folder's. */
    private IgnoreFile ignored() {
        return Stream.of(Path.of(dockerfile + ".dockerignore"), folder.resolve(".dockerignore")).filter(Files::isRegularFile)
                .findFirst().map(file -> new IgnoreFile(text(file).lines().toList())).orElse(new IgnoreFile(List.of()));
    }

    /** Rails' migrations among them, as paths; behind one that sleeps, how long: {@code sleep 30}. */
    List<String> migrations() {
        return files().stream().filter(path -> path.matches("db/migrate/\\d{14}_\\w+\\.rb")).map(path -> {
            var sleep = SLEEP.matcher(text(folder.resolve(path)));
            return sleep.find() ? path + " " + sleep.group() : path;
        }).toList();
    }

    /**
     * The same for the same content, wherever and whenever: of paths, contents, what may be executed, where links lead,
     * the Dockerfile and its arguments.
     *
     * @param platform "" for the engine's own
     */
    String digest(String platform) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                out.write((platform + "\0" + arguments + "\0" + text(dockerfile) + "\0").getBytes(StandardCharsets.UTF_8));
                for (var path : files()) {
                    var file = folder.resolve(path);
                    var link = Files.isSymbolicLink(file);
                    out.write((path + "\0" + (link ? "-> " + Files.readSymbolicLink(file) : Files.size(file)
                            + (Files.isExecutable(file) ? "x" : "")) + "\0").getBytes(StandardCharsets.UTF_8));
                    if (!link) {
                        Files.copy(file, out);
                    }
                }
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw unreadable(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Problem unreadable(Exception e) {
        return Problem.failed("cannot read the context " + folder + ": " + e);
    }
}
