package demoapp.playground.node.programs;

/** `bin/setup-db`, the Job's command: sets the database up unless that is done, and ends. */
final class SetupDb extends Rails {
    @Override
    protected void run() {
        whenServersAreUp(() -> setUpDatabase(() -> exit(0)));
    }

    @Override
    public void terminate() {
        after(0.2, () -> exit(1)); // interrupted: not done
    }
}
