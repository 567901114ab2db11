! SPDX-License-Identifier: Apache-2.0
! Log from Fortran 2003 and later by ISO_C_BINDING: a module to copy, and a program that uses it.
!
!     gfortran tblog.f90 $(pkg-config --libs tblog) -o tblog-fortran && ./tblog-fortran [FOLDER]
!
! Arrays are passed as they are, column by column: strides say so, and no element is copied.
module tblog
  use, intrinsic :: iso_c_binding
  implicit none
  private
  public :: writer_open, writer_close, log_scalar, log_text, log_histogram, log_image

  integer(c_int), parameter, public :: tblog_float32 = 2, tblog_float64 = 3, tblog_uint8 = 4, tblog_int32 = 5

  type, bind(c) :: tblog_error ! as in tblog/status.h
    integer(c_int) :: status
    character(kind=c_char) :: message(512)
  end type

  type, bind(c) :: tblog_array ! as in tblog/array.h
    integer(c_int) :: dtype
    type(c_ptr) :: data
    integer(c_size_t) :: rank
    type(c_ptr) :: shape, strides
  end type

  interface
    function tblog_writer_open(folder, options, err) bind(c)
      import :: c_ptr, c_char, tblog_error
      character(kind=c_char), intent(in) :: folder(*)
      type(c_ptr), value :: options
      type(tblog_error), intent(out) :: err
      type(c_ptr) :: tblog_writer_open
    end function
    integer(c_int) function tblog_writer_close(writer, err) bind(c)
      import :: c_ptr, c_int, tblog_error
      type(c_ptr), value :: writer
      type(tblog_error), intent(out) :: err
    end function
    integer(c_int) function tblog_scalar_n(writer, tag, length, step, value) bind(c)
      import :: c_ptr, c_int, c_char, c_size_t, c_int64_t, c_double
      type(c_ptr), value :: writer
      character(kind=c_char), intent(in) :: tag(*)
      integer(c_size_t), value :: length
      integer(c_int64_t), value :: step
      real(c_double), value :: value
    end function
    integer(c_int) function tblog_text_n(writer, tag, length, step, text, text_length) bind(c)
      import :: c_ptr, c_int, c_char, c_size_t, c_int64_t
      type(c_ptr), value :: writer
      character(kind=c_char), intent(in) :: tag(*), text(*)
      integer(c_size_t), value :: length, text_length
      integer(c_int64_t), value :: step
    end function
    integer(c_int) function tblog_histogram_n(writer, tag, length, step, values) bind(c)
      import :: c_ptr, c_int, c_char, c_size_t, c_int64_t, tblog_array
      type(c_ptr), value :: writer
      character(kind=c_char), intent(in) :: tag(*)
      integer(c_size_t), value :: length
      integer(c_int64_t), value :: step
      type(tblog_array), intent(in) :: values
    end function
    integer(c_int) function tblog_image_n(writer, tag, length, step, images, layout) bind(c)
      import :: c_ptr, c_int, c_char, c_size_t, c_int64_t, tblog_array
      type(c_ptr), value :: writer
      character(kind=c_char), intent(in) :: tag(*), layout(*)
      integer(c_size_t), value :: length
      integer(c_int64_t), value :: step
      type(tblog_array), intent(in) :: images
    end function
  end interface

contains

  type(c_ptr) function writer_open(folder)
    character(*), intent(in) :: folder
    type(tblog_error) :: err
    writer_open = tblog_writer_open(trim(folder) // c_null_char, c_null_ptr, err)
    if (.not. c_associated(writer_open)) call fail(err)
  end function

  subroutine writer_close(writer)
    type(c_ptr), intent(in) :: writer
    type(tblog_error) :: err
    if (tblog_writer_close(writer, err) /= 0) call fail(err) ! also if an earlier call failed
  end subroutine

  subroutine fail(err)
    type(tblog_error), intent(in) :: err
    integer :: i
    do i = 1, size(err%message)
      if (err%message(i) == c_null_char) exit
      write (0, '(a)', advance='no') err%message(i)
    end do
    write (0, *)
    stop 1
  end subroutine

  subroutine log_scalar(writer, tag, step, value)
    type(c_ptr), intent(in) :: writer
    character(*), intent(in) :: tag
    integer, intent(in) :: step
    real(c_double), intent(in) :: value
    integer(c_int) :: status
    status = tblog_scalar_n(writer, tag, len_trim(tag, c_size_t), int(step, c_int64_t), value)
  end subroutine

  subroutine log_text(writer, tag, step, text)
    type(c_ptr), intent(in) :: writer
    character(*), intent(in) :: tag, text
    integer, intent(in) :: step
    integer(c_int) :: status
    status = tblog_text_n(writer, tag, len_trim(tag, c_size_t), int(step, c_int64_t), text, len(text, c_size_t))
  end subroutine

  subroutine log_histogram(writer, tag, step, values)
    type(c_ptr), intent(in) :: writer
    character(*), intent(in) :: tag
    integer, intent(in) :: step
    real(c_double), intent(in), contiguous, target :: values(:, :)
    integer(c_size_t), target :: sizes(1)
    integer(c_int) :: status
    sizes = size(values, kind=c_size_t)
    status = tblog_histogram_n(writer, tag, len_trim(tag, c_size_t), int(step, c_int64_t), &
                               tblog_array(tblog_float64, c_loc(values), 1, c_loc(sizes), c_null_ptr))
  end subroutine

  ! A picture (height, width) of numbers from 0 to 1.
  subroutine log_image(writer, tag, step, pixels)
    type(c_ptr), intent(in) :: writer
    character(*), intent(in) :: tag
    integer, intent(in) :: step
    real(c_double), intent(in), contiguous, target :: pixels(:, :)
    integer(c_size_t), target :: sizes(2), strides(2)
    integer(c_int) :: status
    sizes = shape(pixels, c_size_t)
    strides = [8_c_size_t, 8 * sizes(1)] ! bytes from row to row, and from column to column
    status = tblog_image_n(writer, tag, len_trim(tag, c_size_t), int(step, c_int64_t), &
                           tblog_array(tblog_float64, c_loc(pixels), 2, c_loc(sizes), c_loc(strides)), &
                           'HW' // c_null_char)
  end subroutine
end module

program example
  use tblog
  use, intrinsic :: iso_c_binding
  implicit none
  type(c_ptr) :: writer
  character(1000) :: folder = 'logs/fortran'
  real(c_double) :: heat(20, 30)
  integer :: step, i
  if (command_argument_count() > 0) call get_command_argument(1, folder)
  writer = writer_open(folder)
  call log_text(writer, 'about', 0, 'Heat spreads from the *first row*.')
  heat = 0
  heat(1, :) = [(i / 30d0, i = 1, 30)]
  do step = 1, 100
    heat(2:19, 2:29) = (heat(1:18, 2:29) + heat(3:20, 2:29) + heat(2:19, 1:28) + heat(2:19, 3:30)) / 4
    call log_scalar(writer, 'mean', step, sum(heat) / size(heat))
    if (mod(step, 50) == 0) call log_histogram(writer, 'heat/values', step, heat)
    if (mod(step, 50) == 0) call log_image(writer, 'heat/picture', step, heat)
  end do
  call writer_close(writer)
end program
