package demoapp.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.Program;
import demoapp.json.Json;

/** Where a cluster's Ingresses answer, seen from this machine: each kind of cluster has its own way. */
public record IngressAddress(String host, int port) {
    private static final int HTTPS = 443;
    private static final List<String> ENGINES = List.of("docker", "podman", "nerdctl");

    /**
     * kind and k3d map a port of this machine; minikube's node and most others on this machine answer where their API server
     * does; elsewhere the controller has an address, by its LoadBalancer or as other Ingresses show it.
     *
     * @throws Problem when it cannot be told, saying how to name it
     */
    public static IngressAddress of(Cluster cluster) {
        var context = cluster.context();
        if (context.startsWith("kind-")) {
            return mapped(context.substring("kind-".length()) + "-control-plane").or(() -> controllers(cluster))
                    .orElseThrow(() -> Problem.failed("the kind cluster maps no port of this machine to its port 443"
                            + " (extraPortMappings), and no Service of it has an address (cloud-provider-kind gives one).\n"
                            + "If Ingresses answer all the same: --set INGRESS_IP=…"));
        }
        if (context.startsWith("k3d-")) {
            return mapped(context + "-serverlb").or(() -> controllers(cluster))
                    .orElseThrow(() -> Problem.failed("the k3d cluster maps no port of this machine to its port 443:"
                            + " k3d cluster edit " + context.substring("k3d-".length()) + " --port-add 443:443@loadbalancer"
                            + "\nIf Ingresses answer all the same: --set INGRESS_IP=…"));
        }
        if (cluster.isLocal()) {
            return new IngressAddress(cluster.host().matches("\\d+(\\.\\d+){3}") ? cluster.host() : "127.0.0.1", HTTPS);
        }
        return controllers(cluster).orElseThrow(() -> Problem.failed("no Ingress and no LoadBalancer Service of the cluster has"
                + " an address yet, so where Ingresses answer is not known: --set INGRESS_IP=…\nOn GKE a reserved one: gcloud"
                + " compute addresses describe NAME --global --format='value(address)'"));
    }

    /** The port of this machine that leads to the container's 443: {@code 0.0.0.0:8443} is an engine's answer. */
    private static Optional<IngressAddress> mapped(String container) {
        return ENGINES.stream().flatMap(engine -> Program.output(engine, "port", container, HTTPS + "/tcp").lines())
                .filter(line -> line.matches(".*:\\d+")).findFirst().map(line -> {
                    var colon = line.lastIndexOf(':');
                    var host = line.substring(0, colon);
                    return new IngressAddress(host.matches("\\d+(\\.\\d+){3}") && !host.equals("0.0.0.0") ? host : "127.0.0.1",
                            Integer.parseInt(line.substring(colon + 1)));
                });
    }

    /** Of an Ingress that has one, or else of a LoadBalancer that serves https. */
    private static Optional<IngressAddress> controllers(Cluster cluster) {
        var ingresses = cluster.requests().get("/apis/networking.k8s.io/v1/ingresses").items().stream();
        var services = cluster.requests().get("/api/v1/services").items().stream()
                .filter(service -> Json.maps(service, "spec", "ports").stream()
                        .anyMatch(port -> Json.number(port, 0, "port") == HTTPS));
        return Stream.concat(ingresses, services)
                .flatMap(object -> Json.maps(object, "status", "loadBalancer", "ingress").stream())
                .flatMap(given -> numeric(given).stream()).findFirst().map(ip -> new IngressAddress(ip, HTTPS));
    }

    /** Some clouds give names; nip.io needs the address. */
    private static Optional<String> numeric(Map<String, Object> given) {
        var ip = Json.text(given, "ip");
        if (!ip.isEmpty()) {
            return Optional.of(ip);
        }
        try {
            return Optional.of(InetAddress.getByName(Json.text(given, "hostname")).getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
