package demoapp.playground.node.commands;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import demoapp.playground.node.commands.Script.SyntaxError;

/** Runs shell scripts. */
final class Interpreter {
    /** `exit`, or an error that ends a shell. */
    static final class Exit extends RuntimeException {
        final int code;

        Exit(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }

    /** `break`, `continue` and `return`. */
    static final class Leave extends RuntimeException {
        final String what;
        int levels;

        Leave(String what, int levels) {
            super(null, null, false, false);
            this.what = what;
            this.levels = levels;
        }
    }

    private final Container container;
    private final ShellState state;
    private final SimpleCommands commands;
    private final Traps traps;

    Interpreter(Container container, ShellState state) {
        this.container = container;
        this.state = state;
        this.traps = new Traps(container.task());
        this.commands = new SimpleCommands(this, container, state, traps);
    }

    Interpreter subshell() {
        return new Interpreter(container, state.copy());
    }

    /** Runs a script to its end, as a shell of its own would. */
    int runAll(String script, Streams streams) throws IOException, InterruptedException {
        var code = 0;
        try {
            code = run(Parser.parse(script), streams);
            runTraps(streams);
        } catch (SyntaxError error) {
            code = complain(streams, 2, error.getMessage());
        } catch (Exit exit) {
            code = exit.getMessage() == null ? exit.code : complain(streams, exit.code, exit.getMessage());
        } catch (Leave outside) {
            code = state.lastExit;
        }
        return atExit(code, streams);
    }

    /** Runs what `trap … EXIT` has left to do. */
    int atExit(int code, Streams streams) throws IOException, InterruptedException {
        var trap = traps.remove("EXIT");
        if (trap.isEmpty()) {
            return code;
        }
        state.lastExit = code;
        try {
            run(Parser.parse(trap), streams);
            return code;
        } catch (Exit exit) {
            return exit.code;
        }
    }

    int complain(Streams streams, int code, String message) throws IOException {
        Invocation.write(streams.err(), state.parameters.get(0) + ": " + message + "\n");
        return code;
    }

    /** What a script prints. */
    String output(String script, Streams streams) throws IOException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        state.lastExit = subshell().runAll(script, streams.out(bytes));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    // Scripts

    private void runTraps(Streams streams) throws IOException, InterruptedException {
        var script = traps.caught();
        if (!script.isEmpty()) {
            run(Parser.parse(script), streams);
        }
    }

    int run(Script script, Streams streams) throws IOException, InterruptedException {
        var code = runOne(script, streams);
        state.lastExit = code;
        return code;
    }

    private int runOne(Script script, Streams streams) throws IOException, InterruptedException {
        if (script instanceof Script.Simple simple) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            runTraps(streams);
            return commands.run(simple, streams);
        } else if (script instanceof Script.Sequence sequence) {
            var code = 0;
            for (var next : sequence.scripts()) {
                code = run(next, streams);
                if (code != 0 && state.exitsOnError && (next instanceof Script.Simple || next instanceof Script.Pipeline)) {
                    throw new Exit(code, null);
                }
            }
            return code;
        } else if (script instanceof Script.Either either) {
            var first = run(either.first(), streams);
            return (first == 0) == either.and() ? run(either.second(), streams) : first;
        } else if (script instanceof Script.Pipeline pipeline) {
            var code = pipeline(pipeline.stages(), streams);
            return pipeline.negated() ? code == 0 ? 1 : 0 : code;
        } else if (script instanceof Script.Background started) {
            var shell = subshell();
            traps.inBackground(() -> shell.runQuietly(started.script(), streams.in(Pipe.nothing())));
            return 0;
        } else if (script instanceof Script.If branch) {
            return run(branch.condition(), streams) == 0 ? run(branch.then(), streams)
                    : branch.otherwise() == null ? 0 : run(branch.otherwise(), streams);
        } else if (script instanceof Script.Loop loop) {
            return loop(loop, streams);
        } else if (script instanceof Script.For each) {
            var values = each.words() == null ? state.arguments() : expansion(streams).all(each.words());
            var code = 0;
            for (var value : values) {
                state.variables.put(each.name(), value);
                try {
                    code = run(each.body(), streams);
                } catch (Leave leave) {
                    if (ends(leave)) {
                        break;
                    }
                }
            }
            return code;
        } else if (script instanceof Script.Case choice) {
            var word = expansion(streams).one(choice.word());
            for (var branch : choice.branches()) {
                for (var pattern : branch.patterns()) {
                    if (word.matches("(?s)" + expansion(streams).pattern(pattern))) {
                        return run(branch.body(), streams);
                    }
                }
            }
            return 0;
        } else if (script instanceof Script.Function function) {
            state.functions.put(function.name(), function.body());
            return 0;
        } else {
            return group((Script.Group) script, streams);
        }
    }

    private void runQuietly(Script script, Streams streams) {
        try {
            run(script, streams);
        } catch (IOException | InterruptedException | Exit | Leave ended) {
            // its exit code is nobody's business
        }
    }

    private int group(Script.Group group, Streams streams) throws IOException, InterruptedException {
        var shell = group.subshell() ? subshell() : this;
        try (var redirected = new Redirects(container.files(), state.folder, streams)) {
            redirected.apply(group.redirects(), expansion(streams));
            return shell.run(group.body(), redirected.streams());
        } catch (Exit exit) {
            if (!group.subshell()) {
                throw exit;
            }
            return exit.code;
        } catch (Redirects.Failed failed) {
            return complain(streams, 1, failed.getMessage());
        }
    }

    private int loop(Script.Loop loop, Streams streams) throws IOException, InterruptedException {
        if (onlySleeps(loop)) {
            // Its rounds would burn the processor, and nothing but a signal can tell them from one long sleep.
            while (true) {
                runTraps(streams);
                traps.sleepUntilSignal();
            }
        }
        var code = 0;
        while ((run(loop.condition(), streams) == 0) != loop.until()) {
            try {
                code = run(loop.body(), streams);
            } catch (Leave leave) {
                if (ends(leave)) {
                    break;
                }
            }
        }
        return code;
    }

    private static boolean onlySleeps(Script.Loop loop) {
        return !loop.until() && loop.condition() instanceof Script.Simple condition && condition.words().size() == 1
                && List.of(":", "true").contains(condition.words().get(0).plain())
                && loop.body() instanceof Script.Simple body && body.words().size() == 2
                && body.words().get(0).plain().equals("sleep")
                && body.words().get(1).plain().matches("\\d*[1-9]\\d*[smhd]?|\\d*\\.\\d*[1-9]\\d*|infinity");
    }

    /** Whether the innermost loop ends by it. */
    private static boolean ends(Leave leave) {
        if (leave.what.equals("return") || --leave.levels > 0) {
            throw leave;
        }
        return leave.what.equals("break");
    }

    void leave(String what, int levels) {
        throw new Leave(what, levels);
    }

    private int pipeline(List<Script> stages, Streams streams) throws IOException, InterruptedException {
        var in = streams.in();
        var before = new ArrayList<Task.Gate>();
        for (var stage : stages.subList(0, stages.size() - 1)) {
            var pipe = new Pipe(container.task());
            var own = streams.in(in).out(pipe.output());
            var shell = subshell();
            var done = new Task.Gate();
            before.add(done);
            container.task().fork(() -> {
                shell.runQuietly(stage, own);
                pipe.end();
                close(own);
                container.task().open(done);
            });
            in = pipe.input();
        }
        try {
            return subshell().run(stages.get(stages.size() - 1), streams.in(in));
        } catch (Exit exit) {
            return exit.code;
        } finally {
            in.close();
            for (var done : before) {
                container.task().pass(done);
            }
        }
    }

    private static void close(Streams streams) {
        try {
            if (!(streams.in() instanceof ByteArrayInputStream)) {
                streams.in().close();
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Expansion expansion(Streams streams) {
        return new Expansion(this, state, container.files(), streams);
    }

    /** SIGTERM, on the clock's thread. */
    void terminate() {
        traps.terminate();
    }

    ShellState state() {
        return state;
    }

    Container container() {
        return container;
    }
}
