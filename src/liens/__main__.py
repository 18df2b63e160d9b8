"""`python -m liens` is `liens`."""

from liens.cli import main

if __name__ == "__main__":
    main()
