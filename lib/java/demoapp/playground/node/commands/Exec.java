package demoapp.playground.node.commands;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntConsumer;

import demoapp.playground.node.programs.Program;
import demoapp.playground.node.programs.Surroundings;

/** Starts commands in containers, as the container runtime does. */
public final class Exec {
    /** There is no such command: what the container runtime says to that. */
    public static final class NotFound extends Exception {
        NotFound(String message) {
            super(message, null, false, false);
        }
    }

    private Exec() { }

    /** Whether a container's own command is one that the playground can run, so that it needs no other program. */
    public static boolean knows(String command) {
        return Commands.names().contains(FileTree.name(command));
    }

    /**
     * Runs a container's own command; an unknown one succeeds at once.
     *
     * @param ended takes the exit code, on the clock's thread
     */
    public static Task own(Program program, Surroundings around, List<String> command, IntConsumer ended) {
        var task = new Task(around.clock(), ended);
        var container = new Container(program, around, new FileTree(around.folders()), task, true);
        start(container, around.stdio(), command, Commands.find(container, command.get(0), around.workingDir())
                .orElse(call -> 0));
        return task;
    }

    /**
     * Runs a command in a container beside its program. Call on the clock's thread.
     *
     * @param ended takes the exit code, on the clock's thread
     */
    public static Task beside(Program program, Surroundings around, List<String> command, Stdio stdio,
                              IntConsumer ended) throws NotFound {
        var task = new Task(around.clock(), ended);
        var container = new Container(program, around, new FileTree(around.folders()), task, false);
        var name = command.get(0);
        var found = Commands.find(container, name, around.workingDir());
        var result = found.isPresent() ? null : program.execute(command);
        if (result == null) {
            start(container, stdio, command, found.get());
        } else if (result.exitCode() != Program.Result.NOT_FOUND) {
            start(container, stdio, command, call -> {
                call.print(result.output());
                return result.exitCode();
            });
        } else {
            throw new NotFound("exec: \"%s\": %s".formatted(name, name.contains("/")
                    ? "stat " + name + ": no such file or directory" : "executable file not found in $PATH"));
        }
        return task;
    }

    private static void start(Container container, Stdio stdio, List<String> words, Command command) {
        var task = container.task();
        var stdin = task.stdin();
        if (!stdio.in()) {
            stdin.end();
        }
        Streams streams;
        if (stdio.tty()) {
            var terminal = new Terminal(task, stdio.out());
            streams = new Streams(terminal.input(), terminal.output(), terminal.output());
            task.fork(() -> terminal.run(stdin.input()));
        } else {
            streams = new Streams(stdin.input(), stdio.out(), stdio.err());
        }
        var call = new Invocation(container, words, streams, container.environment(), container.around().workingDir());
        task.start(() -> {
            try {
                return Commands.run(command, call);
            } finally {
                flush(stdio.out());
                flush(stdio.err());
            }
        });
    }

    private static void flush(OutputStream stream) {
        try {
            stream.flush();
        } catch (IOException gone) {
            // nobody is there to read it
        }
    }
}
