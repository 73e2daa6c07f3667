# One image for the bot and for workers: `python -m bot` (the default) and `python -m bot worker`.
FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /easel
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never UV_CACHE_DIR=/uv-cache
# PyTorch's build by uv's name for it: `--build-arg TORCH_BACKEND=cpu` spares the three gigabytes of CUDA libraries that
# the ordinary one brings for graphics cards.
ARG TORCH_BACKEND
# Dependencies first: they change less often than the code, and the layer is kept. Without Triton, a gigabyte for
# torch.compile, which nothing here calls.
COPY pyproject.toml ./
RUN --mount=type=cache,target=/uv-cache echo triton > excluded && uv venv && \
    uv pip install --requirements pyproject.toml --extra postgresql --extra sentry --excludes excluded \
    ${TORCH_BACKEND:+--torch-backend "$TORCH_BACKEND"}
COPY README.md LICENSE ./
COPY engine engine
COPY training training
COPY bot bot
COPY migrations migrations
RUN --mount=type=cache,target=/uv-cache uv pip install --no-deps .

FROM python:3.12-slim
RUN useradd --no-create-home --uid 10001 easel && install -d -o easel /var/lib/easel
COPY --from=build /easel/.venv /easel/.venv
# By number, so that what runs the image can see that it is not root.
USER 10001
WORKDIR /var/lib/easel
# Nothing but /var/lib/easel and /tmp is written to: the rest may be read-only. Caches of libraries go to /tmp.
# OpenMP's threads sleep while they wait: those that spin take the cores from other containers, and from each other.
ENV PATH=/easel/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp OMP_WAIT_POLICY=passive \
    EASEL_DATA_DIR=/var/lib/easel EASEL_WEB_HOST=0.0.0.0 EASEL_WEB_PORT=8080
VOLUME /var/lib/easel
EXPOSE 8080
# A worker that runs by itself answers here if EASEL_WORKER_PORT is the same.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "-c", "import os, urllib.request; \
    urllib.request.urlopen('http://127.0.0.1:' + os.environ['EASEL_WEB_PORT'] + '/healthz', timeout=8)"]
CMD ["python", "-m", "bot"]
