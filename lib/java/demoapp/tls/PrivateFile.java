package demoapp.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import demoapp.Problem;

/** Files that are there whole or not at all, and that nobody else can read, from their first byte on. */
final class PrivateFile {
    private PrivateFile() { }

    /** @param permissions such as rw------- */
    static void write(Path file, String text, String permissions) {
        var fresh = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + "."
                + Thread.currentThread().getId() + ".new");
        try {
            try (var channel = Files.newByteChannel(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    attributes(file, permissions))) {
                channel.write(StandardCharsets.US_ASCII.encode(text));
            }
            move(fresh, file);
        } catch (IOException e) {
            throw Problem.failed("cannot write " + file + ": " + e);
        } finally {
            delete(fresh);
        }
    }

    static void createFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder.toAbsolutePath().getParent());
                Files.createDirectory(folder, attributes(folder, "rwx------"));
            }
        } catch (FileAlreadyExistsException other) {
            if (!Files.isDirectory(folder)) {
                throw Problem.failed(folder + " is no folder");
            }
        } catch (IOException e) {
            throw Problem.failed("cannot make the folder " + folder + ": " + e);
        }
    }

    private static FileAttribute<?>[] attributes(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix") ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
