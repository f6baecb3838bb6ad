package demoapp.playground.node.commands;

import java.io.IOException;

/** Nobody reads any more: what writes ends, as by SIGPIPE. */
public final class BrokenPipe extends IOException {
    public BrokenPipe() {
        super("Broken pipe");
    }
}
