package demoapp.playground.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import demoapp.playground.node.commands.Exec;
import demoapp.playground.node.commands.Pipe;
import demoapp.playground.node.commands.Stdio;
import demoapp.playground.node.programs.Program;
import demoapp.playground.node.programs.Surroundings;

/**
 * What is connected to one run of a container: commands beside its program, and who is attached to that. On the clock's
 * thread.
 *
 * @param stdinOnce whether the program's input ends with the first client's
 */
record Sessions(Program program, Surroundings surroundings, ContainerOutput output, boolean stdinOnce) {

    /** @param ended takes the exit code */
    Session exec(List<String> command, Stdio stdio, IntConsumer ended) throws Exec.NotFound {
        var task = Exec.beside(program, surroundings, command, stdio, ended);
        // A process whose client is gone goes on with the input that it has, but is not left behind for ever.
        return new Session(Optional.of(task.stdin()), task.stdin()::end,
                () -> surroundings.clock().after(Duration.ofSeconds(60), task::kill));
    }

    /** @param to takes what the program writes from now on; null once it has ended */
    Session attach(Consumer<byte[]> to) {
        var stdin = program.stdin();
        var detach = output.attach(to);
        return new Session(stdin, () -> stdin.filter(pipe -> stdinOnce).ifPresent(Pipe::end), detach);
    }

    /** The program has ended. */
    void close() {
        output.close();
    }
}
