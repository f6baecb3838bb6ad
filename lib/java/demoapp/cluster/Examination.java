package demoapp.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.image.Engine;
import demoapp.json.Json;

/** What is here and what is missing for the steps: each question is one request, or one look at this machine. */
public final class Examination {
    private static final String IMAGE = "demoapp:0.0.1";
    private static final String IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";
    /** A node lists no more of them: https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
    private static final int MOST_IMAGES = 50;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);
    /** Without leases a node is heard of so seldom. */
    private static final Duration HEARTBEAT = Duration.ofMinutes(5);

    private final Cluster cluster;

    private Examination(Cluster cluster) {
        this.cluster = cluster;
    }

    /** All findings, in the order of the steps that need them; those of this machine alone where the cluster does not answer. */
    public static List<Finding> of(Cluster cluster) {
        var examination = new Examination(cluster);
        var version = examination.version();
        var onCluster = version.detail().startsWith("Kubernetes")
                ? Stream.<Supplier<Finding>>of(examination::clock, examination::image, examination::storageClass,
                        examination::ingressClass, examination::ingressAddress)
                : Stream.<Supplier<Finding>>of();
        return Stream.of(Stream.of(version, examination.context()), onCluster.map(Supplier::get),
                Stream.of(examination.dns(), engine())).flatMap(findings -> findings).toList();
    }

    private boolean isPlayground() {
        return cluster.context().equals("playground");
    }

    private Finding version() {
        Answer answer;
        try {
            answer = cluster.requests().get("/version");
        } catch (Problem unreachable) {
            return Finding.bad("cluster", unreachable.getMessage(), start(), 1);
        }
        var version = answer.ok() ? Json.text(answer.json(), "gitVersion") : "?";
        var minor = version.replaceFirst("v1\\.(\\d+).*", "$1");
        var detail = "Kubernetes " + version + " at " + cluster.server()
                + (isPlayground() ? ", simulated: no container runs" : "");
        return minor.matches("\\d+") && Integer.parseInt(minor) < 22
                ? Finding.bad("cluster", detail + "; server-side apply and Ingress v1 need 1.22 or newer", "", 1)
                : Finding.good("cluster", detail, 1);
    }

    private String start() {
        var context = cluster.context();
        return isPlayground() ? "playground start" : context.equals("minikube") ? "minikube start"
                : context.startsWith("kind-") ? "docker start " + context.substring("kind-".length()) + "-control-plane"
                : context.startsWith("k3d-") ? "k3d cluster start " + context.substring("k3d-".length()) : "";
    }

    private Finding context() {
        var detail = "context " + cluster.context() + ", namespace " + cluster.namespace();
        return cluster.isLocal() ? Finding.good("context", detail + ", local", 1)
                : Finding.poor("context", detail + ", not local: each script has to be told",
                        "--context " + cluster.context(), 1);
    }

    /** Certificates and pods' ages go by the cluster's clock, which its nodes tell by their leases and their heartbeats. */
    private Finding clock() {
        var heard = Stream.concat(items("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases").stream()
                        .map(lease -> Json.text(lease, "spec", "renewTime")),
                items("/api/v1/nodes").stream().flatMap(node -> Json.maps(node, "status", "conditions").stream())
                        .map(condition -> Json.text(condition, "lastHeartbeatTime")))
                .filter(time -> !time.isEmpty()).map(Instant::parse).max(Comparator.naturalOrder());
        if (heard.isEmpty()) {
            return Finding.poor("clock", "no node tells the time", "kubectl get nodes", 4);
        }
        var ahead = Duration.between(Instant.now(), heard.get());
        if (ahead.compareTo(CLOCKS_DIFFER) > 0) {
            return Finding.bad("clock", "the nodes' is " + ahead.toMinutes() + " minutes ahead of this machine's: certificates"
                    + " would not be valid yet", "sudo timedatectl set-ntp true", 4);
        }
        return ahead.negated().compareTo(HEARTBEAT.plus(CLOCKS_DIFFER)) < 0 ? Finding.good("clock", "agrees with the nodes'", 4)
                : Finding.poor("clock", "the nodes' is behind this machine's, or none has been alive for "
                        + ahead.abs().toMinutes() + " minutes", "kubectl get nodes", 4);
    }

    private Finding image() {
        var nodes = items("/api/v1/nodes");
        if (isPlayground()) {
            return Finding.good("image", IMAGE + " is built in", 1);
        }
        var without = nodes.stream().filter(node -> Json.maps(node, "status", "images").stream()
                .flatMap(image -> Json.texts(image, "names").stream()).noneMatch(name -> name.endsWith(IMAGE))).toList();
        var names = String.join(", ", without.stream().map(node -> Json.text(node, "metadata", "name")).toList());
        if (nodes.isEmpty() || without.stream().anyMatch(node -> Json.list(node, "status", "images").size() < MOST_IMAGES)) {
            return Finding.bad("image", nodes.isEmpty() ? "there are no nodes to be seen" : IMAGE + " is not on " + names,
                    "build-image 0.0.1", 1);
        }
        return without.isEmpty() ? Finding.good("image", IMAGE + " is on every node", 1)
                : Finding.poor("image", IMAGE + " is not among the " + MOST_IMAGES + " images that " + names + " names",
                        "build-image 0.0.1", 1);
    }

    private Finding storageClass() {
        var classes = items("/apis/storage.k8s.io/v1/storageclasses");
        var names = classes.stream().map(c -> Json.text(c, "metadata", "name")).toList();
        var standard = classes.stream().filter(c -> Json.text(c, "metadata", "name").equals("standard")).findFirst();
        if (standard.isPresent()) {
            return Finding.good("StorageClass", "standard, by " + Json.text(standard.get(), "provisioner"), 3);
        }
        var like = classes.stream().filter(c -> Json.text(c, "metadata", "annotations", IS_DEFAULT).equals("true")).findFirst()
                .map(c -> Json.text(c, "metadata", "name"));
        return Finding.bad("StorageClass", "there is none named standard"
                        + (names.isEmpty() ? "" : ", but " + String.join(", ", names)),
                like.map(name -> "kubectl get storageclass " + name + " -o yaml"
                        + " | sed -e 's/^  name: " + name + "$/  name: standard/'"
                        + " -e '/^  uid:/d; /^  resourceVersion:/d; /is-default-class/d' | kubectl create -f -")
                        .orElse("minikube addons enable default-storageclass"), 3);
    }

    private Finding ingressClass() {
        var classes = items("/apis/networking.k8s.io/v1/ingressclasses");
        return classes.isEmpty()
                ? Finding.bad("Ingress", "no IngressClass, so no controller", cluster.context().equals("minikube")
                        ? "minikube addons enable ingress" : "install an Ingress controller, such as Traefik", 4)
                : Finding.good("Ingress", String.join(", ", classes.stream().map(c -> Json.text(c, "metadata", "name") + ", by "
                        + Json.text(c, "spec", "controller")).toList()), 4);
    }

    private Finding ingressAddress() {
        try {
            var address = IngressAddress.of(cluster);
            return Finding.good("address", "Ingresses answer at " + address.host()
                    + (isPlayground() || address.port() == 443 ? "" : ":" + address.port()), 4);
        } catch (Problem unknown) {
            var lines = unknown.getMessage().split("\n", 2);
            return Finding.poor("address", lines[0], lines.length > 1 ? lines[1] : "apply-step 4 --set INGRESS_IP=…", 4);
        }
    }

    /** Some resolvers keep back names that lead to private addresses: https://nip.io */
    private Finding dns() {
        var name = "demoapp-puma.127.0.0.1.nip.io";
        try {
            if (InetAddress.getByName(name).isLoopbackAddress()) {
                return Finding.good("DNS", "leads nip.io names to the address in them", 4);
            }
        } catch (UnknownHostException e) {
            // said below
        }
        return Finding.poor("DNS", "does not lead nip.io names to the address in them",
                "a line in /etc/hosts, which apply-step 4 names", 4);
    }

    private static Finding engine() {
        var engines = Engine.installed();
        var running = engines.keySet().stream().filter(name -> engines.get(name).isEmpty()).findFirst();
        return running.map(name -> Finding.good("engine", name + " runs", 0))
                .orElseGet(() -> engines.entrySet().stream().findFirst()
                        .map(idle -> Finding.poor("engine", idle.getKey() + " is installed, but does not run:"
                                + " no image can be built", "start " + idle.getKey(), 0))
                        .orElse(Finding.poor("engine", "none of " + String.join(", ", Engine.NAMES)
                                + ": no image can be built here", "", 0)));
    }

    private List<Map<String, Object>> items(String path) {
        return cluster.requests().get(path).items();
    }
}
