package demoapp.playground.schema;

/**
 * What kubectl explain says of the other kinds, as PodDescriptions does.
 */
final class KindDescriptions {
    static final String TEXT = """
            Service: Service is a name and an address under which the pods that it selects can be reached.
            Service.spec: Which pods, and on which ports.
            ServiceSpec: ServiceSpec is what a Service should be like.
            ServiceSpec.selector: The labels of the pods that it leads to.
            ServiceSpec.ports: The ports that it listens on.
            ServiceSpec.type: ClusterIP (in the cluster only) unless given; NodePort: also on a port of every node;
              LoadBalancer: also at an address from outside; ExternalName: an alias.
            ServiceSpec.clusterIP: Its address in the cluster, set by the server. "None": it has none, and its name leads to
              the pods themselves.
            ServiceSpec.sessionAffinity: Whether one client always comes to the same pod.
            ServiceSpec.externalName: What an ExternalName Service is an alias of.
            ServiceSpec.externalTrafficPolicy: Whether a node passes requests from outside on to pods of other nodes.
            ServiceSpec.loadBalancerSourceRanges: From where the load balancer lets anybody in.
            ServicePort: ServicePort is one port of a Service.
            ServicePort.name: Its name; needed when there are several.
            ServicePort.port: The Service's port.
            ServicePort.targetPort: The pods' port, by its number or its name. The same number unless given.
            ServicePort.nodePort: The port on every node, between 30000 and 32767; chosen by the server unless given.
            ServicePort.protocol: TCP unless given.
            Ingress: Ingress leads requests from outside by their host and path to Services.
            Ingress.spec: Which hosts and paths lead where.
            IngressSpec: IngressSpec is what an Ingress should be like.
            IngressSpec.ingressClassName: The IngressClass, and with it the controller that serves it.
            IngressSpec.rules: What leads where, by host and path.
            IngressSpec.tls: With which certificates which hosts are served.
            IngressSpec.defaultBackend: Where all else leads.
            IngressTLS.hosts: The hosts that the certificate is for.
            IngressTLS.secretName: The Secret with the certificate and its key, of type kubernetes.io/tls.
            IngressRule.host: The host; any unless given. *.example.com stands for one more name before it.
            IngressRule.http: The paths.
            HTTPIngressPath.path: Where the request's path has to begin, or what it has to be.
            HTTPIngressPath.pathType: Exact, Prefix (whole steps of the path), or as the controller likes.
            HTTPIngressPath.backend: Where it leads.
            IngressServiceBackend.name: The Service's name.
            IngressServiceBackend.port: Its port, by its number or its name.
            ConfigMap: ConfigMap holds configuration that pods read, as variables or files.
            ConfigMap.data: Data contains the configuration data. Each key must consist of alphanumeric characters, '-', '_'
              or '.'. Values with non-UTF-8 byte sequences must use the BinaryData field. The keys stored in Data must not
              overlap with the keys in the BinaryData field, this is enforced during validation process.
            ConfigMap.binaryData: The same for values that are not text, in base64.
            ConfigMap.immutable: If true, the data cannot be changed any more.
            Secret: Secret holds what not everybody should see: passwords, keys, certificates.
            Secret.data: The values, in base64. Base64 hides nothing.
            Secret.stringData: Values as plain text, for writing only; the server puts them into data.
            Secret.type: What the keys mean, such as Opaque or kubernetes.io/tls. It cannot be changed.
            Secret.immutable: If true, the data cannot be changed any more.
            PersistentVolumeClaim: PersistentVolumeClaim asks for storage that outlives pods.
            PersistentVolumeClaim.spec: How much, and of what kind.
            PersistentVolumeClaimSpec: PersistentVolumeClaimSpec is what is asked for. It cannot be changed, only grow.
            PersistentVolumeClaimSpec.accessModes: ReadWriteOnce: by pods of one node; ReadWriteOncePod: by one pod;
              ReadOnlyMany and ReadWriteMany: by many nodes.
            PersistentVolumeClaimSpec.resources: How much storage it needs at least.
            PersistentVolumeClaimSpec.storageClassName: The StorageClass that makes the volume; the default one unless
              given, none if empty.
            PersistentVolumeClaimSpec.volumeName: The volume that it is bound to.
            PersistentVolumeClaimSpec.volumeMode: Filesystem unless given.
            PersistentVolume: PersistentVolume is a piece of storage, made by a StorageClass or by hand.
            StorageClass: StorageClass is a kind of storage, and how volumes of it are made.
            StorageClass.provisioner: Who makes the volumes.
            StorageClass.reclaimPolicy: What becomes of a volume when its claim is deleted. Delete unless given.
            StorageClass.volumeBindingMode: Whether a volume is made at once, or only for the first pod that wants it.
            StorageClass.allowVolumeExpansion: Whether claims may grow.
            Job: Job runs pods until enough of them have ended well.
            Job.spec: What runs, and how often it may fail.
            JobSpec: JobSpec is what a Job should be like.
            JobSpec.template: What the pods are made from. It cannot be changed.
            JobSpec.completions: How many pods have to end well. 1 unless given.
            JobSpec.parallelism: How many of them run at the same time. 1 unless given.
            JobSpec.backoffLimit: How often it may fail. 6 unless given.
            JobSpec.activeDeadlineSeconds: How long it may take in all, retries included.
            JobSpec.ttlSecondsAfterFinished: How long after its end it is deleted with its pods; never unless given.
            JobSpec.suspend: While true, it has no pods.
            JobSpec.completionMode: Indexed: each pod has a number of its own, and each number has to end well.
            JobSpec.selector: Which pods are the Job's; made by the server.
            CronJob: CronJob makes a Job at set times.
            CronJob.spec: When, and which Job.
            CronJobSpec: CronJobSpec is what a CronJob should be like.
            CronJobSpec.schedule: Minute, hour, day of the month, month, day of the week; or @hourly, @daily and so on.
            CronJobSpec.timeZone: The time zone of the schedule, such as Europe/Berlin.
            CronJobSpec.jobTemplate: What the Jobs are made from.
            CronJobSpec.concurrencyPolicy: Whether a Job may begin while the one before still runs: Allow, Forbid or
              Replace.
            CronJobSpec.suspend: While true, no Jobs are made.
            CronJobSpec.startingDeadlineSeconds: How late a Job may begin at most.
            CronJobSpec.successfulJobsHistoryLimit: How many Jobs that ended well are kept. 3 unless given.
            CronJobSpec.failedJobsHistoryLimit: How many Jobs that failed are kept. 1 unless given.
            ReplicaSet: ReplicaSet keeps a number of equal pods running. Mostly a Deployment makes it.
            ReplicaSetSpec.replicas: How many pods there should be.
            StatefulSet: StatefulSet runs pods with a number each, in order, and with storage of their own.
            StatefulSetSpec.serviceName: The headless Service that gives the pods their names.
            StatefulSetSpec.replicas: How many pods there should be. 1 unless given.
            StatefulSetSpec.volumeClaimTemplates: The claims that each pod gets.
            DaemonSet: DaemonSet runs one pod on every node.
            Namespace: Namespace is a room for objects; names are unique in it, and it is deleted with all that it holds.
            Node: Node is a machine that runs pods.
            Event: Event tells what has happened to an object. It is deleted after a while.
            """;

    private KindDescriptions() { }
}
