package demoapp.playground.node.programs;

import java.util.List;
import java.util.Optional;

import demoapp.playground.node.commands.Exec;
import demoapp.playground.node.commands.Pipe;
import demoapp.playground.node.commands.Task;

/** A container whose own command is a shell, with a script or for somebody to type into, or any other command. */
final class Shell extends Program {
    private Task task;

    static boolean understands(List<String> command) {
        return !command.isEmpty() && Exec.knows(command.get(0));
    }

    @Override
    protected void run() {
        var command = around().command().isEmpty() ? List.of("sh") : around().command();
        task = Exec.own(this, around(), command, this::exit);
    }

    @Override
    public Optional<Pipe> stdin() {
        return around().stdio().in() ? Optional.of(task.stdin()) : Optional.empty();
    }

    @Override
    public void terminate() {
        task.terminate();
    }

    @Override
    protected void killed() {
        if (task != null) { // it may have ended at once
            task.kill();
        }
    }
}
