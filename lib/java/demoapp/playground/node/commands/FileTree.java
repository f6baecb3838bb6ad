package demoapp.playground.node.commands;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;

import demoapp.playground.node.programs.Folder;

/** The files that a container sees, in its volumes and its own, by their absolute paths. */
final class FileTree {
    /** Larger ones the simulated disks do not take. */
    private static final int LARGEST_FILE = 4 * 1024 * 1024;

    private final Function<String, Folder> folders;

    FileTree(Function<String, Folder> folders) {
        this.folders = folders;
    }

    /** The path as an absolute one, without `.`, `..` and double slashes. */
    static String absolute(String folder, String path) {
        var steps = new ArrayDeque<String>();
        for (var step : (path.startsWith("/") ? path : folder + "/" + path).split("/")) {
            if (step.equals("..")) {
                steps.pollLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.addLast(step);
            }
        }
        return "/" + String.join("/", steps);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String parent(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    boolean exists(String path) {
        return isFile(path) || isFolder(path);
    }

    boolean isFile(String path) {
        return path.startsWith("/dev/") ? path.equals("/dev/null") : folders.apply(path).bytes("").isPresent();
    }

    boolean isFolder(String path) {
        return path.equals("/") || folders.apply(path).isFolder();
    }

    /** The names of what is in the folder, sorted. */
    List<String> list(String path) {
        return folders.apply(path).names();
    }

    byte[] read(String path) throws IOException {
        if (path.equals("/dev/null")) {
            return new byte[0];
        }
        var bytes = folders.apply(path).bytes("");
        if (bytes.isEmpty()) {
            throw new IOException(isFolder(path) ? "Is a directory" : "No such file or directory");
        }
        return bytes.get();
    }

    /** A file to write to, which is there from now on. */
    OutputStream write(String path, boolean append) throws IOException {
        if (path.equals("/dev/null")) {
            return OutputStream.nullOutputStream();
        }
        if (isFolder(path)) {
            throw new IOException("Is a directory");
        }
        if (!isFolder(parent(path))) {
            throw new IOException(isFile(parent(path)) ? "Not a directory" : "No such file or directory");
        }
        var before = append && isFile(path) ? read(path) : new byte[0];
        store(path, before);
        return new Writing(path, before);
    }

    void store(String path, byte[] bytes) throws IOException {
        if (bytes.length > LARGEST_FILE) {
            throw new IOException("No space left on device");
        }
        change(() -> folders.apply(path).write("", bytes));
    }

    void makeFolder(String path) throws IOException {
        change(() -> folders.apply(path).make());
    }

    /** Removes the file, or the folder with all that is in it. */
    void remove(String path) throws IOException {
        change(() -> folders.apply(path).remove(""));
        if (!isFolder(parent(path))) {
            makeFolder(parent(path)); // it was there because of the file
        }
    }

    private static void change(Runnable change) throws IOException {
        try {
            change.run();
        } catch (UnsupportedOperationException notChangeable) {
            throw new IOException("Read-only file system");
        }
    }

    /** Keeps what is written until it is flushed or closed. */
    private final class Writing extends OutputStream {
        private final String path;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean unsaved;

        Writing(String path, byte[] before) {
            this.path = path;
            bytes.writeBytes(before);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (bytes.size() + length > LARGEST_FILE) {
                throw new IOException("No space left on device");
            }
            bytes.write(from, offset, length);
            unsaved = true;
        }

        @Override
        public void close() throws IOException {
            if (unsaved) {
                unsaved = false;
                store(path, bytes.toByteArray());
            }
        }
    }
}
