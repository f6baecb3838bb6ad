package demoapp.playground.node.programs;

/** A container that runs one of Rails' commands and ends: `bin/migrate-db`, `bin/rails db:migrate` … */
final class RailsTask extends Rails {
    @Override
    protected void run() {
        if (around().command().get(0).endsWith("migrate-db")) {
            whenServersAreUp(() -> migrate(() -> exit(0)));
            return;
        }
        after(2, () -> {
            var result = execute(around().command());
            result.output().lines().forEach(this::log);
            exit(result.exitCode());
        });
    }

    @Override
    public void terminate() {
        after(0.2, () -> exit(1)); // interrupted: not done
    }
}
