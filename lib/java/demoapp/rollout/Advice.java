package demoapp.rollout;

import demoapp.rollout.Readiness.Target;

/** What to try next, by the kind of trouble. */
final class Advice {
    private Advice() { }

    /** @param canGoBack whether there is an older revision */
    static String of(Trouble trouble, Target target, boolean canGoBack) {
        var name = target.resource().kind().toLowerCase() + "/" + target.name();
        var in = " -n " + target.namespace();
        // A Job has neither rollouts nor containers that are started again.
        var isJob = target.resource().kind().equals("Job");
        var log = isJob ? "logs " + name + in : "logs pod/" + trouble.pod() + in + " -p";
        var back = isJob ? "; a Job runs once, so again only anew: kubectl delete " + name + in + ", and apply it"
                : canGoBack ? "; going back: rollout undo " + name + in : "";
        return switch (trouble.reason()) {
            case "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName" ->
                "is the image's name right, and is it on the cluster's nodes or in a registry that they reach?"
                        + back.replaceFirst("^; g", " G").replaceFirst("^; a J", " A J");
            case "CreateContainerConfigError", "FailedMount" ->
                "make the ConfigMap, Secret or key that is named; the pod goes on by itself";
            case "StartError", "RunContainerError", "CreateContainerError" ->
                "is there such a command in the image, and may it be run? kubectl describe pod " + trouble.pod() + in + back;
            case "FailedCreate" -> "kubectl describe quota,limitrange" + in + ", or fewer replicas; other refusals say why";
            case "Unschedulable" -> trouble.message().contains("PersistentVolumeClaim") ? "kubectl describe pvc" + in
                    : "lower requests, or see what the nodes have: kubectl describe nodes";
            case "OOMKilled" -> "a higher memory limit, or see what the container does: " + log;
            case "ProvisioningFailed", "FailedBinding" ->
                "kubectl get storageclass, and name one of them in the claim (a claim's class cannot be changed: make it anew)";
            case "Unhealthy" -> "does the probe fit what the container answers? logs pod/" + trouble.pod() + in;
            default -> trouble.pod().isEmpty() ? "kubectl describe " + name + in : log + back;
        };
    }
}
