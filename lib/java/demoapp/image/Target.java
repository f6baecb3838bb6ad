package demoapp.image;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.cluster.Cluster;

/** How an image comes onto a cluster's nodes. */
public enum Target {
    /** Whichever of these the cluster's context tells. */
    AUTO,
    MINIKUBE, KIND, K3D,
    /** The node's images are the engine's own. */
    DOCKER, PODMAN, NERDCTL,
    /** It runs no containers, so it only has to know that the image was built. */
    PLAYGROUND,
    /** Nodes pull it when a pod needs it. */
    REGISTRY;

    /** @throws Problem when it cannot be told */
    static Target of(Cluster cluster, Nodes nodes) {
        var context = cluster.context();
        if (context.equals("playground")) {
            return PLAYGROUND;
        } else if (!nodes.label("minikube.k8s.io/name").isEmpty() || context.equals("minikube")) {
            return MINIKUBE;
        } else if (context.startsWith("kind-")) {
            return KIND;
        } else if (context.startsWith("k3d-")) {
            return K3D;
        } else if (context.matches("docker-desktop|docker-for-desktop|orbstack")) {
            return DOCKER;
        } else if (context.matches("rancher-desktop|colima(-.*)?")) { // with dockerd or with containerd
            return Tool.isInstalled("docker") && Tool.ask(List.of("docker", "info")).ok() ? DOCKER : NERDCTL;
        }
        if (nodes.label("demoapp/simulated").equals("true")) {
            return PLAYGROUND; // by another name
        }
        throw Problem.usage("how images come onto the nodes of context \"" + context + "\" is not known: --push REGISTRY for one"
                + " that the nodes reach,\nor --target (docker, podman or nerdctl: the nodes use that engine's own images)");
    }

    /** What --target and --push say together. @param registry null: nothing is pushed */
    public Target with(String registry) {
        if (registry != null && this != AUTO && this != REGISTRY) {
            throw Problem.usage("either --push or --target " + name().toLowerCase() + ", not both");
        }
        return registry == null ? this : REGISTRY;
    }

    /** The engine that alone will do, or "". */
    String engine() {
        return this == DOCKER || this == PODMAN || this == NERDCTL ? name().toLowerCase() : "";
    }

    /** The cluster's name as its tool knows it. */
    String cluster(Cluster cluster, Nodes nodes) {
        return switch (this) {
            case MINIKUBE -> Stream.of(nodes.label("minikube.k8s.io/name"), cluster.context()).filter(name -> !name.isEmpty())
                    .findFirst().orElseThrow();
            case KIND -> cluster.context().replaceFirst("^kind-", "");
            case K3D -> cluster.context().replaceFirst("^k3d-", "");
            default -> "";
        };
    }

    /** Brings what the engine has saved onto all nodes; empty where there is nothing to bring. */
    List<String> load(String cluster, Path archive) {
        return switch (this) {
            case MINIKUBE -> List.of("minikube", "--profile", cluster, "image", "load", archive.toString());
            case KIND -> List.of("kind", "load", "image-archive", archive.toString(), "--name", cluster);
            case K3D -> List.of("k3d", "image", "import", archive.toString(), "--cluster", cluster);
            default -> List.of();
        };
    }

    /** Lists a node's images; empty where only the node itself can be asked. Nodes of kind and k3d are containers. */
    List<String> list(String cluster, String node, Engine engine) {
        return switch (this) {
            case MINIKUBE -> List.of("minikube", "--profile", cluster, "image", "ls");
            case KIND, K3D -> List.of(engine.name(), "exec", node, "crictl", "images");
            default -> List.of();
        };
    }
}
