FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements.lock pyproject.toml README.md ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir -r requirements.lock
COPY bot bot
COPY knowledge knowledge
COPY runners runners
COPY workers workers
RUN /venv/bin/pip install --no-cache-dir --no-deps . \
    && /venv/bin/tutor index --out /venv/share/indaba-tutor/index \
    && /venv/bin/tutor compile --out /venv/share/indaba-tutor/programs \
    && /venv/bin/python -m compileall -q /venv/lib

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 tutor && mkdir /data && chown tutor /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH TUTOR_DATA=/data PYTHONUNBUFFERED=1
USER tutor
VOLUME /data
ENTRYPOINT ["tutor"]
CMD ["up"]
