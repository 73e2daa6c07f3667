# One image for the bot and for workers: `python -m bot` (the default) and `python -m bot worker`.
FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /easel
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
# Dependencies first: they change less often than the code, and the layer is kept.
COPY pyproject.toml README.md LICENSE ./
RUN uv sync --no-default-groups --extra postgresql --extra sentry --no-install-project
COPY engine engine
COPY training training
COPY bot bot
COPY migrations migrations
RUN uv sync --no-default-groups --extra postgresql --extra sentry --no-editable

FROM python:3.12-slim
RUN useradd --no-create-home --uid 10001 easel && install -d -o easel /var/lib/easel
COPY --from=build /easel/.venv /easel/.venv
# By number, so that what runs the image can see that it is not root.
USER 10001
WORKDIR /var/lib/easel
# Nothing but /var/lib/easel and /tmp is written to: the rest may be read-only. Caches of libraries go to /tmp.
ENV PATH=/easel/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp \
    EASEL_DATA_DIR=/var/lib/easel EASEL_WEB_HOST=0.0.0.0 EASEL_WEB_PORT=8080
VOLUME /var/lib/easel
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=8)"]
CMD ["python", "-m", "bot"]
