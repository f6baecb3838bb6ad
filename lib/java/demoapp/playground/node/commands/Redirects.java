package demoapp.playground.node.commands;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import demoapp.playground.node.commands.Script.Redirect;

/** A command's streams, after its redirections; files that were opened are closed with it. */
final class Redirects implements AutoCloseable {
    /** The command is not run. */
    static final class Failed extends IOException {
        Failed(String message) {
            super(message);
        }
    }

    private final FileTree files;
    private final String folder;
    private final List<OutputStream> opened = new ArrayList<>();
    private Streams streams;

    Redirects(FileTree files, String folder, Streams streams) {
        this.files = files;
        this.folder = folder;
        this.streams = streams;
    }

    Streams streams() {
        return streams;
    }

    void apply(List<Redirect> redirects, Expansion expansion) throws IOException, InterruptedException {
        for (var redirect : redirects) {
            var target = expansion.one(redirect.target());
            switch (redirect.how()) {
                case "<<" -> streams = streams.in(new ByteArrayInputStream(target.getBytes(StandardCharsets.UTF_8)));
                case "<" -> streams = streams.in(new ByteArrayInputStream(read(target)));
                case ">&" -> redirect(redirect.from(), target.equals("2") ? streams.err() : streams.out());
                case ">", ">>" -> redirect(redirect.from(), open(target, redirect.how().equals(">>")));
                default -> throw new Failed("syntax error: bad redirection");
            }
        }
    }

    private void redirect(int from, OutputStream to) {
        streams = from == 2 ? streams.err(to) : streams.out(to);
    }

    private byte[] read(String target) throws IOException {
        try {
            return files.read(FileTree.absolute(folder, target));
        } catch (IOException missing) {
            throw new Failed("can't open %s: %s".formatted(target,
                    missing.getMessage().equals("No such file or directory") ? "no such file" : missing.getMessage()));
        }
    }

    private OutputStream open(String target, boolean append) throws IOException {
        switch (target) {
            case "/dev/stdout", "/proc/self/fd/1", "/proc/1/fd/1" -> {
                return new Shared(streams.out());
            }
            case "/dev/stderr", "/proc/self/fd/2", "/proc/1/fd/2" -> {
                return new Shared(streams.err());
            }
            default -> {
                try {
                    var file = files.write(FileTree.absolute(folder, target), append);
                    opened.add(file);
                    return file;
                } catch (IOException failure) {
                    throw new Failed("can't create %s: %s".formatted(target,
                            failure.getMessage().equals("No such file or directory") ? "nonexistent directory"
                            : failure.getMessage()));
                }
            }
        }
    }

    /** Another name of a stream that stays open. */
    private static final class Shared extends FilterOutputStream {
        Shared(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    @Override
    public void close() throws IOException {
        for (var file : opened) {
            file.close();
        }
    }
}
