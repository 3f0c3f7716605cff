# An image with the static binary and nothing else but root certificates.
#   docker build -t segue .
#   docker run -p 8080:8080 -v segue:/data segue
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /image/segue ./cmd/segue \
 && mkdir -p /image/etc/ssl/certs /image/data /image/tmp \
 && cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/

FROM scratch
COPY --from=build --chown=65532:65532 /image/ /
# 65532 has no account and no privileges. The number lets Kubernetes check that it is not root.
USER 65532:65532
ENV SEGUE_DATA=/data/segue.db SEGUE_ADDR=:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/segue", "health"]
ENTRYPOINT ["/segue"]
CMD ["serve"]
