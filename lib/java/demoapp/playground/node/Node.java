package demoapp.playground.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import demoapp.json.Json;
import demoapp.playground.node.commands.Exec;
import demoapp.playground.node.commands.Stdio;
import demoapp.playground.node.programs.Http;
import demoapp.playground.node.programs.Network;
import demoapp.playground.node.programs.Program;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;
import demoapp.playground.store.Watch;

/**
 * The cluster's one node, `playground`: a scheduler that binds pods to it and a kubelet that pretends to run them.
 * Everything happens on the clock's thread. When the playground starts again the node has been rebooted: containers
 * run anew, volumes are as they were.
 */
public final class Node implements AutoCloseable {
    public static final String NAME = "playground";

    private final Registry registry;
    private final Store store;
    private final Clock clock;
    private final Logs logs = new Logs();
    private final Scheduler scheduler;
    private final Kubelet kubelet;
    private volatile Watch feed;

    public Node(Registry registry) {
        this.registry = registry;
        store = registry.store();
        clock = registry.clock();
        scheduler = new Scheduler(registry, NAME);
        kubelet = new Kubelet(registry, NAME, logs);
        logs.load(store);
    }

    /** Looks at every pod that is there, then at every change. */
    public void start() {
        clock.after(Duration.ZERO, () -> {
            NodeObject.register(registry, NAME);
            feed = store.watch(null, "", 0, change -> clock.after(Duration.ZERO, () -> changed(change)));
            store.list(Kinds.POD, "").forEach(pod ->
                    changed(new Store.Change("ADDED", Kinds.POD, pod, null, store.version())));
        });
        saveLogs();
    }

    /** Every second of the wall clock's, so that logs outlive a kill as objects do. */
    private void saveLogs() {
        clock.after(Duration.ofMillis((long) (1000 * clock.speed())), () -> {
            saveLogs();
            logs.save(registry);
        });
    }

    private void changed(Store.Change change) {
        scheduler.changed(change);
        kubelet.changed(change);
    }

    /** Who listens in the pods. */
    public Network network() {
        return kubelet.network();
    }

    /** What the container has written in its present run, or in the one before; empty when there was no such run. */
    public Optional<List<LogLine>> log(String namespace, String pod, String container, boolean previous) {
        return uid(namespace, pod).flatMap(uid -> logs.read(uid, container, previous));
    }

    /** Hands out every line of the present run from now on; null once it has ended. */
    public AutoCloseable followLog(String namespace, String pod, String container, Consumer<LogLine> to) {
        return logs.follow(uid(namespace, pod).orElse(""), container, to);
    }

    /**
     * Runs a command in a container.
     *
     * @param started gets the session, on the clock's thread as all others
     * @param ended takes the exit code
     * @param failed takes what the kubelet says when it cannot be started
     */
    public void exec(String namespace, String pod, String container, List<String> command, Stdio stdio,
                     Consumer<Session> started, IntConsumer ended, Consumer<String> failed) {
        inContainer(namespace, pod, container, failed, running -> {
            try {
                started.accept(running.sessions().exec(command, stdio, ended));
            } catch (Exec.NotFound why) {
                failed.accept(("Internal error occurred: error executing command in container: failed to exec in "
                        + "container: failed to start exec \"%s\": OCI runtime exec failed: exec failed: unable to start "
                        + "container process: %s: unknown").formatted(Images.sha256(command + " " + clock.now()),
                                why.getMessage()));
            }
        });
    }

    /**
     * Connects to a container's own program.
     *
     * @param to takes what it writes from now on; null once it has ended
     */
    public void attach(String namespace, String pod, String container, Consumer<byte[]> to,
                       Consumer<Session> started, Consumer<String> failed) {
        inContainer(namespace, pod, container, failed, running -> started.accept(running.sessions().attach(to)));
    }

    private void inContainer(String namespace, String pod, String container, Consumer<String> failed,
                             Consumer<ContainerRun> then) {
        clock.after(Duration.ZERO, () -> kubelet.running(uid(namespace, pod).orElse(""), container)
                .ifPresentOrElse(then, () -> failed.accept(
                        "unable to upgrade connection: container not found (\"%s\")".formatted(container))));
    }

    /** What is at a port: nobody, an HTTP server, or one that speaks another protocol. */
    public enum Listener { REFUSED, HTTP, OTHER }

    /** @param then takes it on the clock's thread */
    public void connect(String namespace, String pod, int port, Consumer<Listener> then) {
        clock.after(Duration.ZERO, () -> then.accept(listener(namespace, pod, port)
                .map(program -> program.speaksHttp() ? Listener.HTTP : Listener.OTHER).orElse(Listener.REFUSED)));
    }

    /** @param then takes the response, on the clock's thread; empty when there is none */
    public void ask(String namespace, String pod, int port, Http.Request request,
                    Consumer<Optional<Http.Response>> then) {
        clock.after(Duration.ZERO, () -> {
            var response = Optional.<Http.Response>empty();
            try {
                response = listener(namespace, pod, port).flatMap(program -> program.http(request));
            } finally {
                then.accept(response);
            }
        });
    }

    private Optional<Program> listener(String namespace, String pod, int port) {
        return store.get(Kinds.POD, namespace, pod)
                .flatMap(object -> kubelet.network().at(Json.text(object, "status", "podIP"), port));
    }

    private Optional<String> uid(String namespace, String pod) {
        return store.get(Kinds.POD, namespace, pod).map(object -> Json.text(object, "metadata", "uid"));
    }

    /** Stops everything; the logs' last lines are in the store then. */
    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
        clock.after(Duration.ZERO, kubelet::close);
        logs.save(registry);
    }
}
