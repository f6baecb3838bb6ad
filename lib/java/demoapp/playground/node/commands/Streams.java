package demoapp.playground.node.commands;

import java.io.InputStream;
import java.io.OutputStream;

/** A command's standard input, output and error. */
public record Streams(InputStream in, OutputStream out, OutputStream err) {
    Streams in(InputStream other) {
        return new Streams(other, out, err);
    }

    Streams out(OutputStream other) {
        return new Streams(in, other, err);
    }

    Streams err(OutputStream other) {
        return new Streams(in, out, other);
    }
}
