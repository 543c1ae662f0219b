"""Every directive of nginx's core, proxy and upstream modules, decided.

What is `SET` goes into the ``server``, also where it is nginx's default, if somebody
would be hurt by another value: the ``http {}`` around it may have one.  What is
`WRITTEN` stands elsewhere in the text.  What is `LEFT` has its reason.  A test
compares all three with the generated text, and with what nginx 1.22 knows.

Of other modules, the text uses auth_request, headers, map, rewrite (``return`` and
``set``) and SSI.  Whatever else the ``http {}`` around it says of gzip, logs, limits
or real addresses holds here too.
"""

from __future__ import annotations

from collections.abc import Iterator

ACCEL = "X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering"

SET = {
    # A client: ten seconds of silence are enough, and names mean one thing.
    "client_header_timeout": "10s",
    "client_body_timeout": "10s",
    "keepalive_timeout": "75s",  # a client's; a balancer's in front is often 60 s
    "ignore_invalid_headers": "on",
    "underscores_in_headers": "off",  # in CGI and WSGI, X_Identity is X-Identity
    "merge_slashes": "on",  # else //orders/ would pass the guard of /orders/
    "large_client_header_buffers": "4 8k",  # a longer line is 400 or 414
    # What the gateway says itself.
    "server_tokens": "off",
    "absolute_redirect": "off",
    # An application.
    "proxy_http_version": "1.1",  # 1.0 keeps no connection
    "proxy_connect_timeout": "2s",
    "proxy_send_timeout": "10s",
    "proxy_buffer_size": "16k",  # all headers of an answer; the default is a page
    "proxy_buffers": "8 16k",
    # Not after a time-out: what is slow is slow on the next copy, too.
    "proxy_next_upstream": "error",
    "proxy_next_upstream_tries": "2",
    "proxy_redirect": "off",  # an application knows its prefix
    # Where there is a cache.  A crowd waits for one answer, which may not be kept.
    "proxy_cache_lock_timeout": "2s",
    "proxy_no_cache": "$not_kept",
    # Who reflects headers would else open what is guarded, or keep what is not.
    "proxy_ignore_headers": f"{ACCEL} X-Accel-Charset",
}
"""Set for a whole ``server``."""

WRITTEN = (
    "server listen server_name location internal error_page default_type "
    "client_max_body_size proxy_pass proxy_pass_request_body proxy_set_header "
    "proxy_hide_header proxy_read_timeout proxy_intercept_errors proxy_cache "
    "proxy_cache_path proxy_cache_key proxy_cache_lock "
    "proxy_cache_use_stale proxy_cache_background_update "
    "upstream least_conn keepalive"
)
"""Set for a row, the cache, a problem or an upstream, in the other modules."""

LEFT = {
    "of the machine and its nginx.conf, not of a gateway": (
        "http aio aio_write directio directio_alignment output_buffers read_ahead "
        "sendfile sendfile_max_chunk tcp_nodelay tcp_nopush postpone_output send_lowat "
        "send_timeout connection_pool_size request_pool_size client_header_buffer_size "
        "client_body_buffer_size client_body_temp_path server_names_hash_bucket_size "
        "server_names_hash_max_size types_hash_bucket_size types_hash_max_size "
        "variables_hash_bucket_size variables_hash_max_size resolver resolver_timeout "
        "lingering_close lingering_time lingering_timeout reset_timedout_connection "
        "keepalive_disable keepalive_requests keepalive_time log_not_found "
        "log_subrequest proxy_temp_path proxy_temp_file_write_size "
        "proxy_max_temp_file_size proxy_headers_hash_bucket_size "
        "proxy_headers_hash_max_size"
    ),
    "of files: no location serves one": (
        "root alias try_files types disable_symlinks etag if_modified_since max_ranges "
        "open_file_cache open_file_cache_errors open_file_cache_min_uses "
        "open_file_cache_valid"
    ),
    "off, or without a limit, and meant so": (
        "auth_delay client_body_in_file_only client_body_in_single_buffer limit_except "
        "limit_rate limit_rate_after proxy_limit_rate msie_refresh "
        "recursive_error_pages server_name_in_redirect proxy_bind proxy_cookie_domain "
        "proxy_cookie_flags proxy_cookie_path proxy_force_ranges proxy_method "
        "proxy_set_body proxy_pass_header proxy_store proxy_store_access "
        "proxy_send_lowat proxy_socket_keepalive proxy_ignore_client_abort "
        "proxy_next_upstream_timeout"
    ),
    "on, and meant so: slow clients are nginx's to wait for": (
        "chunked_transfer_encoding msie_padding port_in_redirect satisfy "
        "subrequest_output_buffer_size proxy_buffering proxy_request_buffering "
        "proxy_busy_buffers_size proxy_pass_request_headers"
    ),
    "only GET and HEAD are kept, and only as long as the application says": (
        "proxy_cache_methods proxy_cache_convert_head proxy_cache_valid "
        "proxy_cache_min_uses proxy_cache_bypass proxy_cache_revalidate "
        "proxy_cache_max_range_offset proxy_cache_lock_age"
    ),
    "no TLS on 127.0.0.1": (
        "proxy_ssl_certificate proxy_ssl_certificate_key proxy_ssl_ciphers "
        "proxy_ssl_conf_command proxy_ssl_crl proxy_ssl_name proxy_ssl_password_file "
        "proxy_ssl_protocols proxy_ssl_server_name proxy_ssl_session_reuse "
        "proxy_ssl_trusted_certificate proxy_ssl_verify proxy_ssl_verify_depth"
    ),
    "copies are alike, and least_conn chooses": "hash ip_hash random zone",
}
"""Directives that are not in the text, by the reason why."""


def settings() -> Iterator[str]:
    """Yield the lines of what is `SET`."""
    for name, value in SET.items():
        yield f"{name} {value};"
