package demoapp.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import demoapp.Problem;

/** The cluster that is meant: found by kubectl's rules, and refused when it is not local and nobody named it. */
public final class Cluster implements AutoCloseable {
    private final Kubeconfig kubeconfig;
    private final String namespace;
    private final Requests requests;

    private Cluster(Kubeconfig kubeconfig, String namespace, Duration timeout) {
        this.kubeconfig = kubeconfig;
        this.namespace = Stream.of(namespace, kubeconfig.namespace(), "default")
                .filter(name -> name != null && !name.isBlank()).findFirst().orElseThrow();
        requests = new Requests(kubeconfig.config(), context(), timeout);
    }

    /**
     * @param playground starts the playground and gives its kubeconfig; asked only where there is no kubeconfig at all
     * @throws Problem when the context does not exist, or is not local and was not named by its option
     */
    public static Cluster connect(ClusterOptions options, Supplier<Path> playground) {
        var files = Kubeconfig.files(options.kubeconfig);
        var kubeconfig = Kubeconfig.read(files.isEmpty() ? List.of(playground.get()) : files, options.context);
        var cluster = new Cluster(kubeconfig, options.namespace, options.timeout);
        if (options.context == null && !cluster.isLocal()) {
            throw Problem.usage("context \"" + cluster.context() + "\" (" + cluster.server() + ") is not a local cluster.\n"
                    + "If it is the one you mean, name it: " + options.contextOption + " " + cluster.context());
        }
        return cluster;
    }

    /** The same cluster with another namespace, and as much time as is left. To be closed on its own. */
    public Cluster inNamespace(String other) {
        return new Cluster(kubeconfig, other, Duration.between(Instant.now(), requests.deadline()));
    }

    /** Clusters on one's own machine: by the names that their tools give to contexts, or by a loopback address. */
    static boolean isLocal(String context, String server) {
        return context.matches("playground|minikube|kind-.*|k3d-.*|docker-desktop|docker-for-desktop|rancher-desktop"
                + "|orbstack|colima(-.*)?|microk8s")
                || String.valueOf(URI.create(server).getHost()).matches("localhost|127(\\.\\d+){3}|\\[::1]");
    }

    public String context() {
        return kubeconfig.context();
    }

    /** The API server's address. */
    public String server() {
        return kubeconfig.config().getMasterUrl();
    }

    /** Where objects go that name no namespace: {@code -n}, else the context's, else {@code default}. */
    public String namespace() {
        return namespace;
    }

    public boolean isLocal() {
        return isLocal(context(), server());
    }

    /** The host in the API server's address. */
    public String host() {
        return URI.create(server()).getHost();
    }

    public Requests requests() {
        return requests;
    }

    @Override
    public void close() {
        requests.close();
    }
}
