# syntax=docker/dockerfile:1

# The manifests alone, so that a change of a source does not install again.
FROM node:22-slim AS manifests
WORKDIR /manifests
COPY . /source
RUN cd /source && cp --parents package.json package-lock.json .npmrc libs/*/package.json apps/*/package.json bench/package.json /manifests

FROM node:22-slim AS build
WORKDIR /app
COPY --from=manifests /manifests ./
RUN npm ci -w apps/server
COPY . .
RUN npx tsc -b tsconfig.service.json

FROM node:22-slim AS production
WORKDIR /app
COPY --from=manifests /manifests ./
RUN npm ci -w apps/server --omit=dev --omit=optional && npm cache clean --force
COPY --from=build /app/libs/core/dist libs/core/dist
COPY --from=build /app/libs/nest/dist libs/nest/dist
COPY --from=build /app/apps/server/dist apps/server/dist

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=production /app ./
# Only used with EMBEDDED_DATABASE=true, in place of DATABASE_URL; mount a volume there to keep it.
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/server/dist/main.js"]
