package demoapp.playground.schema;

/**
 * What kubectl explain says of metadata, Deployments and pods: in our own words, but for the few fields that are
 * recorded from a real API server. A line: `Type.field: text`; an indented line goes on with the line before.
 */
final class PodDescriptions {
    static final String TEXT = """
            *.apiVersion: The group and version of the API that the object is written in, such as v1 or apps/v1.
            *.kind: What the object is, in CamelCase and the singular. It cannot be changed.
            *.metadata: What identifies the object and describes it to others: its name, labels, annotations and owners.
            *.status: What the cluster last saw of the object. Written by its controller, not by users.
            ObjectMeta: ObjectMeta is what all stored objects have.
            ObjectMeta.name: The object's name, unique among its kind in its namespace. It cannot be changed.
            ObjectMeta.generateName: The beginning of a name, used when no name is given: the server appends five random
              characters.
            ObjectMeta.namespace: The namespace that the object is in. Kinds of the whole cluster have none. It cannot be
              changed.
            ObjectMeta.labels: Names and values by which objects are selected and sorted. Services, controllers and kubectl
              -l choose by them.
            ObjectMeta.annotations: Notes of any form that tools leave at an object. Nothing is selected by them.
            ObjectMeta.uid: Set by the server; no two objects, not even two of the same name one after the other, have the
              same.
            ObjectMeta.resourceVersion: Changes with every write. A write that carries an old one is refused as a conflict.
            ObjectMeta.generation: Counts the changes of the spec.
            ObjectMeta.creationTimestamp: When the server stored the object. Set by the server.
            ObjectMeta.deletionTimestamp: Set when somebody has asked for the deletion; from then on the object only waits
              for its finalizers.
            ObjectMeta.deletionGracePeriodSeconds: How long the object may still take to end by itself.
            ObjectMeta.finalizers: What has to be done before the object may go. Whoever has done it removes the entry.
            ObjectMeta.ownerReferences: The objects that this one belongs to. When all of them are gone, the garbage
              collector deletes it.
            ObjectMeta.managedFields: Which manager has set which field, for server-side apply.
            LabelSelector: LabelSelector chooses objects by their labels. All that it says must hold; an empty one chooses
              everything.
            LabelSelector.matchLabels: Labels that an object must have with just these values.
            LabelSelector.matchExpressions: Requirements such as "tier in (web, worker)" or "debug does not exist".
            LabelSelectorRequirement.key: The label.
            LabelSelectorRequirement.operator: In, NotIn, Exists or DoesNotExist.
            LabelSelectorRequirement.values: What In and NotIn compare with; none for the others.
            OwnerReference.controller: Whether the owner is the one that manages this object.
            OwnerReference.blockOwnerDeletion: Whether a deletion in the foreground has to wait for this object.
            Deployment: Deployment runs a number of equal pods, and replaces them step by step when their template changes.
            Deployment.spec: How many pods there should be, and of what kind.
            DeploymentSpec: DeploymentSpec is what a Deployment should be like.
            DeploymentSpec.replicas: How many pods there should be. 1 unless given.
            DeploymentSpec.selector: Which pods are the Deployment's. The template's labels must fit; it cannot be changed.
            DeploymentSpec.template: What the pods are made from. A change of it begins a rollout.
            DeploymentSpec.strategy: The deployment strategy to use to replace existing pods with new ones.
            DeploymentSpec.minReadySeconds: How long a new pod must have been ready to count as available. 0 unless given.
            DeploymentSpec.revisionHistoryLimit: How many old ReplicaSets are kept to go back to. 10 unless given.
            DeploymentSpec.paused: While true, changes of the template do not begin a rollout.
            DeploymentSpec.progressDeadlineSeconds: How long a rollout may go without any progress before it is reported as
              failed. 600 unless given. It goes on nevertheless.
            DeploymentStrategy: DeploymentStrategy describes how to replace existing pods with new ones.
            DeploymentStrategy.type: Type of deployment. Can be "Recreate" or "RollingUpdate". Default is
              RollingUpdate.\\n\\nPossible enum values:\\n - `"Recreate"` Kill all existing pods before creating new ones.\\n
              - `"RollingUpdate"` Replace the old ReplicaSets by new one using rolling updates, a few pods at a time.
            DeploymentStrategy.rollingUpdate: Rolling update config params. Present only if DeploymentStrategyType =
              RollingUpdate.
            RollingUpdateDeployment: RollingUpdateDeployment says how fast a rolling update may go.
            RollingUpdateDeployment.maxSurge: How many pods there may be above the wanted number, as a number or a
              percentage (rounded up). 25% unless given.
            RollingUpdateDeployment.maxUnavailable: How many of the wanted pods may be missing meanwhile, as a number or a
              percentage (rounded down). 25% unless given.
            DeploymentStatus.replicas: How many pods there are that are not ending.
            DeploymentStatus.updatedReplicas: How many of them are made from the template as it is now.
            DeploymentStatus.readyReplicas: How many of them are ready.
            DeploymentStatus.availableReplicas: How many of them have been ready for minReadySeconds.
            DeploymentStatus.unavailableReplicas: How many more have to become available.
            DeploymentStatus.observedGeneration: The generation that the controller has last seen.
            DeploymentStatus.conditions: Whether the Deployment is available, and whether it makes progress.
            PodTemplateSpec: PodTemplateSpec is what pods are made from.
            PodTemplateSpec.metadata: The labels and annotations that each pod gets.
            PodTemplateSpec.spec: What each pod runs.
            Pod: Pod is one or more containers that run together on one node, and share its network address and volumes.
            Pod.spec: Specification of the desired behavior of the pod. More info:
              https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#spec-and-status
            PodSpec: PodSpec is a description of a pod.
            PodSpec.activeDeadlineSeconds: Optional duration in seconds the pod may be active on the node relative to its
              start there. After that its containers are stopped, and it has failed.
            PodSpec.containers: The containers that run side by side. There must be at least one; none can be added or
              removed later.
            PodSpec.initContainers: Containers that run before all others, one after the other; each must end well before
              the next one starts. With restartPolicy Always one goes on running beside the others.
            PodSpec.ephemeralContainers: Containers that were added to the running pod for debugging.
            PodSpec.volumes: What the containers may mount.
            PodSpec.restartPolicy: Whether containers that end are started again. Always unless given; Jobs must say Never
              or OnFailure.
            PodSpec.terminationGracePeriodSeconds: How long the containers may take to end after SIGTERM, before SIGKILL. 30
              unless given.
            PodSpec.serviceAccountName: As which ServiceAccount the pod speaks to the API.
            PodSpec.automountServiceAccountToken: Whether the ServiceAccount's token is mounted into the containers.
            PodSpec.nodeSelector: Labels that a node must have for the pod to run there.
            PodSpec.nodeName: The node that the pod runs on; set by the scheduler.
            PodSpec.affinity: To which nodes and near which pods it should, or should not, be scheduled.
            PodSpec.tolerations: Which taints of nodes do not keep the pod away.
            PodSpec.imagePullSecrets: Secrets with the credentials of the registries that the images come from.
            PodSpec.hostNetwork: Whether the pod uses its node's network instead of having one of its own.
            PodSpec.dnsPolicy: Where names are looked up: in the cluster first unless given.
            PodSpec.securityContext: As which user and with which groups the containers run.
            PodSpec.priorityClassName: How important the pod is against others.
            PodSpec.topologySpreadConstraints: How pods of one kind are spread over nodes and zones.
            PodSpec.hostname: The name that the pod has for itself; its own name unless given.
            PodSpec.hostAliases: More lines for /etc/hosts.
            PodSpec.schedulerName: Who chooses the node.
            PodStatus.phase: Where the pod stands: Pending, Running, Succeeded, Failed or Unknown.
            PodStatus.conditions: Whether it is scheduled, initialized and ready.
            PodStatus.podIP: The pod's address in the cluster.
            PodStatus.hostIP: The address of its node.
            PodStatus.containerStatuses: How each container is doing: waiting, running or terminated, and how often it was
              restarted.
            PodStatus.qosClass: What is evicted first when memory runs short: BestEffort, Burstable or Guaranteed.
            Container: Container is one process, from an image, in a pod.
            Container.name: Its name in the pod. It cannot be changed.
            Container.image: The image, with its registry and tag.
            Container.imagePullPolicy: When the node asks the registry: Always, Never or IfNotPresent. Always for the tag
              latest or none, else IfNotPresent.
            Container.command: What is run instead of the image's ENTRYPOINT. $(NAME) stands for a variable's value.
            Container.args: The arguments, instead of the image's CMD. $(NAME) stands for a variable's value.
            Container.workingDir: The folder that it starts in; the image's unless given.
            Container.ports: The ports that it listens on. This only tells of them: it opens nothing and closes nothing.
            Container.env: Environment variables, one by one.
            Container.envFrom: ConfigMaps and Secrets whose keys all become environment variables. What env says wins.
            Container.resources: How much of the node's cpu and memory it needs (requests) and may use (limits).
            Container.volumeMounts: Where the pod's volumes appear in its files.
            Container.livenessProbe: How to see that it still works. If it does not, it is restarted.
            Container.readinessProbe: How to see that it can serve. Until then, Services send it nothing.
            Container.startupProbe: How to see that it has started. Until then, the other probes wait.
            Container.lifecycle: What is done right after its start and before its end.
            Container.securityContext: As which user it runs, and with which rights.
            Container.terminationMessagePath: The file whose content becomes the message of its end.
            Container.terminationMessagePolicy: Whether the end of its log stands in for an empty message.
            Container.stdin: Whether somebody can write to its standard input.
            Container.tty: Whether it gets a terminal.
            ContainerPort.containerPort: The port's number.
            ContainerPort.name: A name by which Services and probes can refer to it.
            ContainerPort.protocol: TCP unless given.
            ContainerPort.hostPort: A port of the node that leads here. Mostly not needed.
            EnvVar.name: The variable's name.
            EnvVar.value: Its value. $(NAME) stands for that of a variable before it.
            EnvVar.valueFrom: Where the value comes from instead.
            EnvVarSource.configMapKeyRef: A key of a ConfigMap.
            EnvVarSource.secretKeyRef: A key of a Secret.
            EnvVarSource.fieldRef: A field of the pod itself, such as metadata.name or status.podIP.
            EnvVarSource.resourceFieldRef: A container's request or limit.
            ConfigMapKeySelector.name: The ConfigMap's name.
            ConfigMapKeySelector.key: Its key.
            ConfigMapKeySelector.optional: Whether the container may start without it.
            SecretKeySelector.name: The Secret's name.
            SecretKeySelector.key: Its key.
            SecretKeySelector.optional: Whether the container may start without it.
            EnvFromSource.configMapRef: The ConfigMap.
            EnvFromSource.secretRef: The Secret.
            EnvFromSource.prefix: What is put before each key.
            ResourceRequirements.requests: What the node has to have free for it to be scheduled there.
            ResourceRequirements.limits: What it cannot use more of: cpu is slowed down, for memory it is killed.
            VolumeMount.name: The volume's name.
            VolumeMount.mountPath: Where it appears.
            VolumeMount.readOnly: Whether it cannot be written to.
            VolumeMount.subPath: The folder or file of the volume that appears there, instead of all of it.
            Probe: Probe is how the kubelet asks a container whether it is well.
            Probe.httpGet: A request to it: 200 to 399 is well.
            Probe.exec: A command in it: exit code 0 is well.
            Probe.tcpSocket: A connection to a port: if it opens, it is well.
            Probe.grpc: A call of gRPC's health service.
            Probe.initialDelaySeconds: How long to wait after its start.
            Probe.periodSeconds: How often to ask. 10 unless given.
            Probe.timeoutSeconds: After how long no answer is a bad one. 1 unless given.
            Probe.successThreshold: How many good answers in a row it takes. 1 unless given.
            Probe.failureThreshold: How many bad answers in a row it takes. 3 unless given.
            HTTPGetAction.path: The request's path.
            HTTPGetAction.port: The port, by its number or its name.
            HTTPGetAction.scheme: HTTP unless given.
            HTTPGetAction.httpHeaders: More headers of the request.
            TCPSocketAction.port: The port, by its number or its name.
            ExecAction.command: The command and its arguments; no shell is around it.
            Lifecycle.postStart: Right after the start; if it fails, the container is restarted.
            Lifecycle.preStop: Before SIGTERM; it uses up the grace period.
            Volume.name: The name by which containers mount it.
            Volume.persistentVolumeClaim: The volume of a PersistentVolumeClaim: its data outlives the pod.
            Volume.emptyDir: An empty folder that lives and dies with the pod.
            Volume.configMap: A ConfigMap's keys as files.
            Volume.secret: A Secret's keys as files.
            Volume.hostPath: A folder of the node.
            Volume.projected: Several sources in one folder.
            PersistentVolumeClaimVolumeSource.claimName: The claim's name, in the pod's namespace.
            EmptyDirVolumeSource.medium: "Memory": in memory instead of on the node's disk.
            EmptyDirVolumeSource.sizeLimit: How large it may become; then the pod is evicted.
            ConfigMapVolumeSource.name: The ConfigMap's name.
            ConfigMapVolumeSource.items: Which keys, and as which files; all of them unless given.
            SecretVolumeSource.secretName: The Secret's name.
            SecretVolumeSource.items: Which keys, and as which files; all of them unless given.
            """;

    private PodDescriptions() { }
}
