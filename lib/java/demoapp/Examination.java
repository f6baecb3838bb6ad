package demoapp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import demoapp.image.Engine;
import demoapp.json.Json;

/** What is here and what is missing for the steps: each question is one request, or one look at this machine. */
public final class Examination {
    private static final String IMAGE = "demoapp:0.0.1";
    private static final String IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    private final Cluster cluster;

    private Examination(Cluster cluster) {
        this.cluster = cluster;
    }

    /** All findings, in the order of the steps that need them. @throws Problem when the cluster does not answer */
    public static List<Finding> of(Cluster cluster) {
        var examination = new Examination(cluster);
        return Stream.<Supplier<Finding>>of(examination::version, examination::context, examination::clock, examination::image,
                examination::storageClass, examination::ingressClass, examination::ingressAddress, examination::dns,
                Examination::engine).map(Supplier::get).toList();
    }

    private boolean isPlayground() {
        return cluster.context().equals("playground");
    }

    private Finding version() {
        var answer = cluster.requests().get("/version");
        var version = answer.ok() ? Json.text(answer.json(), "gitVersion") : "?";
        var minor = version.replaceFirst("v1\\.(\\d+).*", "$1");
        var detail = "Kubernetes " + version + " at " + cluster.server() + (isPlayground() ? ", simulated: no container runs" : "");
        return minor.matches("\\d+") && Integer.parseInt(minor) < 22
                ? Finding.bad("cluster", detail + "; server-side apply and Ingress v1 need 1.22 or newer", "", 1)
                : Finding.good("cluster", detail, 1);
    }

    private Finding context() {
        var detail = "context " + cluster.context() + ", namespace " + cluster.namespace();
        return cluster.isLocal() ? Finding.good("context", detail + ", local", 1)
                : Finding.poor("context", detail + ", not local: each script has to be told", "--context " + cluster.context(), 1);
    }

    /** Certificates and pods' ages go by the cluster's clock. */
    private Finding clock() {
        var node = items("/api/v1/nodes").stream().flatMap(n -> Json.maps(n, "status", "conditions").stream())
                .map(condition -> Json.text(condition, "lastHeartbeatTime")).filter(time -> !time.isEmpty()).sorted().reduce((a, b) -> b);
        if (node.isEmpty()) {
            return Finding.poor("clock", "no node tells the time", "kubectl get nodes", 4);
        }
        // A node's heartbeat is up to five minutes old, so only a clock that is ahead of ours can be told.
        var ahead = Duration.between(Instant.now(), Instant.parse(node.get()));
        return ahead.compareTo(CLOCKS_DIFFER) > 0
                ? Finding.bad("clock", "the nodes' clock is " + ahead.toMinutes() + " minutes ahead of this machine's: certificates"
                        + " would not be valid yet", "", 4)
                : Finding.good("clock", "agrees with the nodes'", 4);
    }

    private Finding image() {
        var nodes = items("/api/v1/nodes");
        var without = nodes.stream().filter(node -> Json.maps(node, "status", "images").stream()
                        .flatMap(image -> Json.texts(image, "names").stream()).noneMatch(name -> name.endsWith(IMAGE)))
                .map(node -> Json.text(node, "metadata", "name")).toList();
        if (nodes.isEmpty() || !without.isEmpty() && !isPlayground()) {
            return Finding.bad("image", nodes.isEmpty() ? "there are no nodes to be seen" : IMAGE + " is not on "
                    + String.join(", ", without), "build-image 0.0.1", 1);
        }
        return Finding.good("image", IMAGE + (isPlayground() ? " is built in" : " is on every node"), 1);
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
        return Finding.bad("StorageClass", "there is none named standard" + (names.isEmpty() ? "" : ", but " + String.join(", ", names)),
                like.map(name -> "kubectl get storageclass " + name + " -o yaml | sed 's/name: " + name
                        + "$/name: standard/' | kubectl apply -f -").orElse("minikube addons enable default-storageclass"), 3);
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
        return cluster.isLocal() ? Finding.good("address", "Ingresses answer at " + IngressSettings.address(cluster), 4)
                : Finding.poor("address", "where Ingresses answer is not known", "apply-step 4 --set INGRESS_IP=…", 4);
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
        return Finding.poor("DNS", "does not lead nip.io names to the address in them", "a line in /etc/hosts, which apply-step 4 names", 4);
    }

    private static Finding engine() {
        var engines = Engine.installed();
        var running = engines.keySet().stream().filter(name -> engines.get(name).isEmpty()).findFirst();
        return running.map(name -> Finding.good("engine", name + " runs", 0)).orElseGet(() -> engines.entrySet().stream().findFirst()
                .map(idle -> Finding.poor("engine", idle.getKey() + " is installed, but does not run: no image can be built",
                        "start " + idle.getKey(), 0))
                .orElse(Finding.poor("engine", "none of " + String.join(", ", Engine.NAMES) + ": no image can be built here", "", 0)));
    }

    private List<Map<String, Object>> items(String path) {
        var answer = cluster.requests().get(path);
        return answer.ok() ? Json.maps(answer.json(), "items") : List.of();
    }
}
