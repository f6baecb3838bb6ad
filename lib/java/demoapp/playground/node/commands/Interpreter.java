package demoapp.playground.node.commands;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import demoapp.playground.node.commands.Script.SyntaxError;
import demoapp.playground.node.programs.Program;

/** Runs shell scripts: `sh -c`, script files, and the lines of an interactive shell. */
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
    private static final class Leave extends RuntimeException {
        private final String what;
        private int levels;

        Leave(String what, int levels) {
            super(null, null, false, false);
            this.what = what;
            this.levels = levels;
        }
    }

    private final Container container;
    private final ShellState state;
    private final Builtins builtins;
    private final Map<String, String> traps = new HashMap<>();
    /** How much runs in the background. */
    private final AtomicInteger running = new AtomicInteger();
    private volatile Task.Gate idle;
    private volatile String signal;
    private volatile boolean replaced;

    Interpreter(Container container, ShellState state) {
        this.container = container;
        this.state = state;
        this.builtins = new Builtins(this, container, state);
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

    private int atExit(int code, Streams streams) throws IOException, InterruptedException {
        var trap = traps.remove("EXIT");
        if (trap == null || replaced) {
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

    /** Runs what is typed, or piped in, line by line. */
    int runLines(Streams streams, boolean prompts) throws IOException, InterruptedException {
        var typed = new StringBuilder();
        while (true) {
            if (prompts) {
                Invocation.write(streams.err(), typed.isEmpty() ? container.prompt(state) : "> ");
            }
            try {
                var line = Builtins.readLine(streams.in());
                if (line == null) {
                    return atExit(state.lastExit, streams);
                }
                typed.append(line).append('\n');
                var script = Parser.parse(typed.toString());
                typed.setLength(0);
                run(script, streams);
            } catch (SyntaxError error) {
                if (!error.isIncomplete()) {
                    state.lastExit = complain(streams, 2, error.getMessage());
                    typed.setLength(0);
                }
            } catch (Exit exit) {
                if (exit.getMessage() == null || !prompts) {
                    return atExit(exit.getMessage() == null ? exit.code
                            : complain(streams, exit.code, exit.getMessage()), streams);
                }
                state.lastExit = complain(streams, exit.code, exit.getMessage());
            } catch (Leave outside) {
                typed.setLength(0);
            } catch (InterruptedException | java.io.InterruptedIOException interrupted) {
                if (container.task().isKilled() || !prompts) {
                    throw interrupted;
                }
                Thread.interrupted();
                typed.setLength(0);
                state.lastExit = 130;
            }
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

    int run(Script script, Streams streams) throws IOException, InterruptedException {
        var code = runOne(script, streams);
        state.lastExit = code;
        return code;
    }

    private int runOne(Script script, Streams streams) throws IOException, InterruptedException {
        if (script instanceof Script.Simple simple) {
            return simple(simple, streams);
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
            running.incrementAndGet();
            container.task().fork(() -> {
                shell.runQuietly(started.script(), streams.in(Pipe.nothing()));
                var waiting = idle;
                if (running.decrementAndGet() == 0 && waiting != null) {
                    container.task().open(waiting);
                }
            });
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
                sleepUntilSignal();
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

    private Expansion expansion(Streams streams) {
        return new Expansion(this, state, container.files(), streams);
    }

    private int simple(Script.Simple simple, Streams streams) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        runTraps(streams);
        var expansion = expansion(streams);
        var assigned = new HashMap<String, String>();
        var words = simple.words();
        state.lastExit = words.stream().allMatch(Script.Word::isAssignment) ? 0 : state.lastExit;
        while (!words.isEmpty() && words.get(0).isAssignment()) {
            var assignment = expansion.one(words.get(0));
            var equals = assignment.indexOf('=');
            assigned.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            words = words.subList(1, words.size());
        }
        try (var redirected = new Redirects(container.files(), state.folder, streams)) {
            var command = expansion.all(words);
            if (state.traces && !command.isEmpty()) {
                Invocation.write(streams.err(), "+ " + String.join(" ", command) + "\n");
            }
            redirected.apply(simple.redirects(), expansion);
            if (command.isEmpty()) {
                state.variables.putAll(assigned);
                return state.lastExit;
            }
            return call(command, assigned, redirected.streams());
        } catch (Redirects.Failed failed) {
            return complain(streams, 1, failed.getMessage());
        } catch (BrokenPipe nobodyReads) {
            throw nobodyReads;
        } catch (java.io.InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException failure) {
            return complain(streams, 2, failure.getMessage());
        }
    }

    int call(List<String> command, Map<String, String> assigned, Streams streams)
            throws IOException, InterruptedException {
        var name = command.get(0);
        var function = state.functions.get(name);
        if (function != null) {
            var parameters = state.parameters;
            state.parameters = new ArrayList<>(command);
            try {
                return run(function, streams);
            } catch (Leave leave) {
                if (!leave.what.equals("return")) {
                    throw leave;
                }
                return state.lastExit = leave.levels;
            } finally {
                state.parameters = parameters;
            }
        }
        if (builtins.has(name)) {
            state.variables.putAll(assigned);
            return builtins.run(command, streams);
        }
        var result = container.task().ask(() -> container.program().execute(command));
        if (result.exitCode() != Program.Result.NOT_FOUND) {
            Invocation.write(streams.out(), result.output());
            return result.exitCode();
        }
        var environment = state.environment();
        environment.putAll(assigned);
        var found = Commands.find(container, name, state.folder);
        if (found.isEmpty()) {
            return container.trusts() ? 0 : complain(streams, 127, container.notFound(state.parameters.get(0), name));
        }
        return Commands.run(found.get(), new Invocation(container, command, streams, environment, state.folder));
    }

    // Signals, and waiting

    void trap(String signal, String script) {
        traps.put(signal, script);
    }

    void untrap(String signal) {
        traps.remove(signal);
    }

    /** `exec`: another program takes the shell's place, and with it process 1. */
    void replace() {
        replaced = true;
        traps.clear();
    }

    /** SIGTERM, on the clock's thread. Process 1 has no default for it: without a trap nothing happens. */
    void terminate() {
        if (traps.getOrDefault("TERM", "").isEmpty()) {
            return;
        }
        signal = "TERM";
        var waiting = idle;
        if (waiting != null) {
            container.task().wake(waiting);
        }
    }

    private void runTraps(Streams streams) throws IOException, InterruptedException {
        var caught = signal;
        if (caught != null) {
            signal = null;
            run(Parser.parse(traps.getOrDefault(caught, "")), streams);
        }
    }

    /** Until a signal with a trap comes. */
    private void sleepUntilSignal() throws InterruptedException {
        idle = new Task.Gate();
        if (signal == null) {
            container.task().pass(idle);
        }
        idle = null;
    }

    /** `wait`: until all that runs in the background has ended, or a signal comes. */
    void waitForBackground() throws InterruptedException {
        idle = new Task.Gate();
        if (signal == null && running.get() > 0) {
            container.task().pass(idle);
        }
        idle = null;
    }
}
