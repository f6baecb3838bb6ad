package demoapp.playground;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a playground lives: its kubeconfig, certificate and key, saved objects, log and lock. Only the user may look
 * into it.
 */
record Folder(Path path) {
    private static final String UNFINISHED = ".new";

    /** DEMOAPP_PLAYGROUND if set, else ~/.demoapp/playground; HOME before the JVM's idea of it, as kubectl does. */
    static Folder standard() {
        var own = System.getenv("DEMOAPP_PLAYGROUND");
        if (own != null && !own.isBlank()) {
            return new Folder(Path.of(own).toAbsolutePath());
        }
        var home = System.getenv("HOME");
        return new Folder(Path.of(home == null || home.isBlank() ? System.getProperty("user.home") : home)
                .toAbsolutePath().resolve(".demoapp/playground"));
    }

    Folder create() {
        try {
            Files.createDirectories(path);
            restrict(path, "rwx------");
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make the playground's folder " + path, failure);
        }
    }

    Path kubeconfig() {
        return path.resolve("kubeconfig");
    }

    Path state() {
        return path.resolve("state.json");
    }

    Path log() {
        return path.resolve("log");
    }

    Path lock() {
        return path.resolve("lock");
    }

    /** For a cluster's lifetime: two would overwrite each other's objects. It ends with the process, however that ends. */
    FileLock lockForCluster() {
        try {
            var channel = FileChannel.open(path.resolve("cluster.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new IOException("another process has it");
            }
            return lock;
        } catch (IOException | OverlappingFileLockException failure) {
            throw new UncheckedIOException("a playground runs in " + path + " already", new IOException(failure));
        }
    }

    static void release(FileLock lock) {
        try {
            lock.acquiredBy().close();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot release a lock", failure);
        }
    }

    Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + path.resolve(name), failure);
        }
    }

    /** What a file is filled with. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file that only the user may read, at once or not at all. */
    void write(String name, Content content) {
        Path fresh = null;
        try {
            fresh = Files.createTempFile(path, name, UNFINISHED); // made for the user alone
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
                    var out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                content.writeTo(out);
                out.flush();
                channel.force(true); // a crash of the machine must not leave the new name with no content
            }
            restrict(fresh, "rw-------");
            Files.move(fresh, path.resolve(name), StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + path.resolve(name), failure);
        } finally {
            if (fresh != null) {
                fresh.toFile().delete();
            }
        }
    }

    /** Deletes what a process that was killed has left behind. */
    void deleteUnfinished() {
        try (var files = Files.list(path)) {
            files.filter(file -> file.toString().endsWith(UNFINISHED)).forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look into " + path, failure);
        }
    }

    void write(String name, String content) {
        if (!read(name).equals(Optional.of(content))) {
            write(name, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    void delete(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + path.resolve(name), failure);
        }
    }

    private static void restrict(Path file, String permissions) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    /** The certificates, made the first time. */
    Certificates certificates() {
        var authority = read("ca.crt");
        var certificate = read("server.crt");
        var key = read("server.key");
        if (authority.isPresent() && certificate.isPresent() && key.isPresent()) {
            return new Certificates(authority.get(), certificate.get(), key.get());
        }
        var fresh = NewCertificates.create();
        write("ca.crt", fresh.authority());
        write("server.crt", fresh.certificate());
        write("server.key", fresh.key());
        return fresh;
    }

    /** The bearer token, made the first time. */
    String token() {
        return read("token").orElseGet(() -> {
            var random = new byte[32];
            new SecureRandom().nextBytes(random);
            var token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            write("token", token);
            return token;
        });
    }

    void writeKubeconfig(int port, String authority, String token) {
        var data = Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII));
        write("kubeconfig", """
                apiVersion: v1
                kind: Config
                current-context: playground
                contexts:
                - name: playground
                  context:
                    cluster: playground
                    user: playground
                    namespace: default
                clusters:
                - name: playground
                  cluster:
                    server: https://127.0.0.1:%d
                    certificate-authority-data: %s
                users:
                - name: playground
                  user:
                    token: %s
                """.formatted(port, data, token));
    }
}
