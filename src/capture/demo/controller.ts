/** The demo's controller, as a real API server held it: two replicas, their Deployment, its ConfigMap and Lease. */
export const demoController = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata:
      name: ingress-controller-ingress-nginx-controller-68dbfcb676-plpcp
      namespace: kube-system
      creationTimestamp: 2026-11-23T08:48:24Z
      labels:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/managed-by: Helm
        app.kubernetes.io/name: ingress-nginx
        app.kubernetes.io/version: 1.15.1
        pod-template-hash: 68dbfcb676
      ownerReferences:
        - kind: ReplicaSet
          name: ingress-controller-ingress-nginx-controller-68dbfcb676
          controller: true
    spec:
      nodeName: lab-node-1
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.15.1
          args:
            - /nginx-ingress-controller
            - "--publish-service=kube-system/ingress-controller-ingress-nginx-controller"
            - "--election-id=ingress-controller-ingress-nginx-leader"
            - "--controller-class=k8s.io/ingress-nginx"
            - "--ingress-class=nginx"
            - "--configmap=kube-system/ingress-controller-ingress-nginx-controller"
            - "--validating-webhook=:8443"
            - "--validating-webhook-certificate=/usr/local/certificates/cert"
            - "--validating-webhook-key=/usr/local/certificates/key"
            - "--enable-metrics=true"
            - "--v=2"
    status:
      phase: Running
      podIP: 10.244.0.3
      conditions:
        - type: Ready
          status: "True"
      containerStatuses:
        - name: controller
          ready: true
          restartCount: 0
  - apiVersion: v1
    kind: Pod
    metadata:
      name: ingress-controller-ingress-nginx-controller-68dbfcb676-x4n8p
      namespace: kube-system
      creationTimestamp: 2026-11-23T08:48:24Z
      labels:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/managed-by: Helm
        app.kubernetes.io/name: ingress-nginx
        app.kubernetes.io/version: 1.15.1
        pod-template-hash: 68dbfcb676
      ownerReferences:
        - kind: ReplicaSet
          name: ingress-controller-ingress-nginx-controller-68dbfcb676
          controller: true
    spec:
      nodeName: lab-node-1
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.15.1
          args:
            - /nginx-ingress-controller
            - "--publish-service=kube-system/ingress-controller-ingress-nginx-controller"
            - "--election-id=ingress-controller-ingress-nginx-leader"
            - "--controller-class=k8s.io/ingress-nginx"
            - "--ingress-class=nginx"
            - "--configmap=kube-system/ingress-controller-ingress-nginx-controller"
            - "--validating-webhook=:8443"
            - "--validating-webhook-certificate=/usr/local/certificates/cert"
            - "--validating-webhook-key=/usr/local/certificates/key"
            - "--enable-metrics=true"
            - "--v=2"
    status:
      phase: Running
      podIP: 10.244.0.7
      conditions:
        - type: Ready
          status: "True"
      containerStatuses:
        - name: controller
          ready: true
          restartCount: 0
  - apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: ingress-controller-ingress-nginx-controller
      namespace: kube-system
      creationTimestamp: 2026-11-23T08:48:03Z
      labels:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/managed-by: Helm
        app.kubernetes.io/name: ingress-nginx
        app.kubernetes.io/version: 1.15.1
    spec:
      replicas: 2
    status:
      readyReplicas: 2
  - apiVersion: v1
    kind: ConfigMap
    metadata:
      name: ingress-controller-ingress-nginx-controller
      namespace: kube-system
    data:
      allow-snippet-annotations: "false"
  - apiVersion: coordination.k8s.io/v1
    kind: Lease
    metadata:
      name: ingress-controller-ingress-nginx-leader
      namespace: kube-system
    spec:
      holderIdentity: ingress-controller-ingress-nginx-controller-68dbfcb676-plpcp
      renewTime: 2026-11-23T08:49:45.116558Z
`
