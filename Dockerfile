# The service in a container. PostgreSQL comes from outside, as in docker-compose.yml, or from the programs in here: without a connection
# string the service runs a server of its own on the volume /data, so that this alone works:
#   docker run --rm --publish 127.0.0.1:8080:8080 forceops
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
# Not the chiseled image: it has no shell, and the health check below needs one.
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK_IMAGE} AS build
WORKDIR /source
# What decides the packages comes first: as long as none of it changes, the restored layer is taken from the cache.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/ServiceRuntime.props src/
COPY src/ForceOps.Ledger/ForceOps.Ledger.csproj src/ForceOps.Ledger/packages.lock.json src/ForceOps.Ledger/
COPY src/ForceOps.Findings/ForceOps.Findings.csproj src/ForceOps.Findings/packages.lock.json src/ForceOps.Findings/
COPY src/ForceOps.Postgres/ForceOps.Postgres.csproj src/ForceOps.Postgres/packages.lock.json src/ForceOps.Postgres/
COPY src/ForceOps.Api/ForceOps.Api.csproj src/ForceOps.Api/packages.lock.json src/ForceOps.Api/
RUN dotnet restore src/ForceOps.Api --locked-mode
# The compiler's rules belong to the source: a warning stops this build as it stops any other.
COPY .editorconfig BannedSymbols.txt ./
COPY src/ src/
# No launcher of its own, so that what was built runs on every processor that the runtime image exists for.
RUN dotnet publish src/ForceOps.Api --no-restore --configuration Release --output /app -p:UseAppHost=false

FROM ${RUNTIME_IMAGE}
# PostgreSQL's programs alone: no cluster is made at the installation, because the service makes its own.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-common \
    && sed --in-place 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf \
    && apt-get install --yes --no-install-recommends postgresql \
    && rm --recursive --force /var/lib/apt/lists/* \
    # PostgreSQL wants its user to have a name; the runtime image has one, another base may not.
    && { getent passwd 1654 > /dev/null || useradd --uid 1654 --no-create-home app; } \
    && mkdir /data && chown 1654:1654 /data
# Nothing else is written but /tmp: the root may be read-only.
ENV ForceOps__Data=/data
VOLUME /data
WORKDIR /app
COPY --from=build /app ./
# Inside the container the loopback is its own: only a port open on all its addresses can be published. What may reach it is
# decided where it is published, and docker-compose.yml publishes it on the host's loopback only.
ENV ASPNETCORE_URLS=http://0.0.0.0:8080
EXPOSE 8080
# The user "app" of the runtime image, as a number: Kubernetes can then see that it is not root, and other base images need no such name.
USER 1654
# There is no curl in the image, but bash can open a connection. HTTP/1.0, so that the server closes it after the answer. The
# address is the first http address of ASPNETCORE_URLS; a wildcard, and any name of the machine itself, is asked on the loopback.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "[[ $ASPNETCORE_URLS =~ http://([^;/]*):([0-9]+) ]]; host=${BASH_REMATCH[1]:-0.0.0.0}; port=${BASH_REMATCH[2]:-80}; \
    case $host in 0.0.0.0|+|'*'|'[::]'|localhost) host=127.0.0.1;; esac; host=${host#[}; \
    exec 3<>/dev/tcp/${host%]}/$port && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
# The program itself is process 1, so that SIGTERM reaches it and it drains before it ends.
ENTRYPOINT ["dotnet", "ForceOps.Api.dll"]
